"use strict";

// The forms behind the links in mails: #accept-invite-<token> and #reset-password-<token>. The token stands in the
// fragment, which browsers do not send; it goes into the path of one request and then out of the address bar.

const KINDS = {
  "accept-invite": {
    path: "api/auth/invite/",
    title: "Accept your invitation",
    lead: "Choose a password to begin to use CloudLab Manager.",
    button: "Accept the invitation",
    named: true,
    gone: "This invitation is no longer good: it was used, replaced by a newer one, or is too old. " +
      "Ask the person who invited you for a new one.",
    done: (answer) => ["Welcome, " + (answer.user.display_name || answer.user.username) + "!",
      "Your password is set. From now on sign in as " + answer.user.username + " with this password."],
  },
  "reset-password": {
    path: "api/auth/password-reset/",
    title: "Choose a new password",
    lead: "All sessions that are open elsewhere will end.",
    button: "Set the password",
    named: false,
    gone: "This link is no longer good: it was used, replaced by a newer one, or is too old. Ask for a new one.",
    done: () => ["Your password is changed", "Sign in with the new password from now on."],
  },
};

const SHORTEST = 8;
const MOST_BYTES = 72;

const byId = (id) => document.getElementById(id);
const form = byId("link-form");
let current = null;

function read() {
  const found = /^#(accept-invite|reset-password)-([A-Za-z0-9_-]+)$/.exec(location.hash);
  return found && { kind: KINDS[found[1]], token: found[2] };
}

function show() {
  current = read();
  byId("home").hidden = current !== null;
  byId("link").hidden = current === null;
  byId("link-done").hidden = true;
  if (current === null) return;
  form.reset();
  clearFaults();
  form.hidden = false;
  byId("link-lead").hidden = false;
  byId("link-title").textContent = current.kind.title;
  byId("link-lead").textContent = current.kind.lead;
  byId("link-button").textContent = current.kind.button;
  byId("display-name-part").hidden = !current.kind.named;
  document.title = current.kind.title + " – CloudLab Manager";
  byId("password").focus();
}

/** Marks a field, or the whole form if there is no such field. */
function fault(name, text) {
  const place = byId(name + "-fault");
  if (!place) return fault("form", text);
  place.textContent = text;
  const field = byId(name);
  if (field) field.setAttribute("aria-invalid", "true");
}

function clearFaults() {
  for (const place of document.querySelectorAll(".fault")) place.textContent = "";
  for (const field of form.querySelectorAll("input")) field.removeAttribute("aria-invalid");
}

function focusFirstFault() {
  const wrong = form.querySelector("[aria-invalid]");
  if (wrong) wrong.focus();
}

/** @returns whether the server may be asked */
function check() {
  const password = byId("password").value;
  if ([...password].length < SHORTEST) fault("password", "The password must have at least " + SHORTEST + " characters.");
  else if (new TextEncoder().encode(password).length > MOST_BYTES) {
    fault("password", "The password must have at most " + MOST_BYTES + " bytes; letters with accents count twice.");
  } else if (password !== byId("repeated").value) fault("repeated", "The two passwords differ.");
  else return true;
  return false;
}

function explain(problem, status) {
  if (problem.code === "bad-token") return finish("Invalid or expired link", current.kind.gone);
  if (status === 429) {
    return fault("form", "Too many attempts. Try again in " + (problem.retry_after || 60) + " seconds.");
  }
  for (const error of problem.errors || []) {
    const member = String(error.loc[error.loc.length - 1]);
    const name = { password: "password", display_name: "display-name" }[member];
    if (name) fault(name, (name === "password" ? "The password " : "The name ") + error.msg + ".");
    else fault("form", problem.detail);
  }
  if (!problem.errors) fault("form", problem.detail || "The server answered with an error (" + status + ").");
}

/** The end: nothing here needs the token any more. */
function finish(title, text) {
  history.replaceState(null, "", location.pathname);
  current = null;
  form.reset();
  form.hidden = true;
  byId("link-lead").hidden = true;
  byId("link-title").textContent = title;
  byId("link-next").textContent = text;
  byId("link-done").hidden = false;
  document.title = title + " – CloudLab Manager";
  byId("link-title").focus();
}

async function send() {
  const body = { password: byId("password").value };
  const name = byId("display-name").value.trim();
  if (current.kind.named && name) body.display_name = name;
  const response = await fetch(current.kind.path + encodeURIComponent(current.token), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    credentials: "omit",
    referrerPolicy: "no-referrer",
  });
  const answer = await response.json();
  if (response.ok) finish(...current.kind.done(answer));
  else explain(answer, response.status);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  clearFaults();
  if (current === null) return;
  if (check()) {
    byId("link-button").disabled = true;
    try {
      await send();
    } catch (unreachable) {
      fault("form", "The server could not be reached. Try again.");
    } finally {
      byId("link-button").disabled = false;
    }
  }
  focusFirstFault();
});

window.addEventListener("hashchange", show);
show();
