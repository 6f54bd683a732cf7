"use strict";

// Shows /api/openapi.json. Everything is inserted as text, so nothing of the document can become markup. Addresses are
// relative to /api/docs: a proxy may put a path before them.

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "class") made.className = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

function nameOf(schema) {
  return schema.$ref ? schema.$ref.split("/").pop() : null;
}

/** A schema in one line, with links to the schemas it names. */
function typeOf(schema) {
  if (!schema || Object.keys(schema).length === 0) return "anything";
  const name = nameOf(schema);
  if (name) return element("a", { href: "#schema-" + name }, name);
  if (schema.anyOf) return element("span", {}, ...schema.anyOf.flatMap((each, i) => (i ? [" or ", typeOf(each)] : [typeOf(each)])));
  const type = [].concat(schema.type).join(" or ");
  if (schema.enum) return schema.enum.join(" | ");
  if (schema.items) return element("span", {}, "list of ", typeOf(schema.items));
  if (schema.additionalProperties) return element("span", {}, "map to ", typeOf(schema.additionalProperties));
  const limits = [];
  if ("minimum" in schema) limits.push("≥ " + schema.minimum);
  if ("maximum" in schema && schema.maximum < Number.MAX_SAFE_INTEGER) limits.push("≤ " + schema.maximum);
  if ("default" in schema) limits.push("default " + schema.default);
  return type + (schema.format ? " (" + schema.format + ")" : "") + (limits.length ? ", " + limits.join(", ") : "");
}

function table(headings, rows) {
  const head = element("tr", {}, ...headings.map((heading) => element("th", {}, heading)));
  return element("table", {}, head, ...rows.map((row) => element("tr", {}, ...row.map((cell) => element("td", {}, cell)))));
}

function content(media) {
  return Object.entries(media || {}).map(([type, value]) => element("span", {}, type, ": ", typeOf(value.schema)));
}

/** What is sent or answered, for instance. */
function exampleOf(media) {
  return Object.entries(media || {}).filter(([, value]) => "example" in value).map(([type, { example }]) =>
    element("pre", {}, type + "\n\n" + (typeof example === "string" ? example : JSON.stringify(example, null, 2))));
}

/** A form that sends the call and shows the answer. */
function tryIt(path, method, operation) {
  const fields = (operation.parameters || []).map((parameter) => {
    const input = element("input", { size: "24" });
    if ("example" in parameter) input.placeholder = parameter.example;
    return { parameter, input, row: [parameter.name, input] };
  });
  const media = (operation.requestBody || {}).content || {};
  const json = media["application/json"];
  const body = json ? element("textarea", { spellcheck: "false" }) : null;
  if (body) body.value = JSON.stringify(json.example ?? {}, null, 2);
  const file = media["multipart/form-data"] ? element("input", { type: "file" }) : null;
  const answer = element("pre", { hidden: "" });
  const button = element("button", { type: "submit" }, "Send");
  const form = element("form", {}, fields.length ? table(["", ""], fields.map((field) => field.row)) : null, body, file, button, answer);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    let address = path;
    const query = new URLSearchParams();
    for (const { parameter, input } of fields) {
      if (parameter.in === "path") address = address.replace("{" + parameter.name + "}", encodeURIComponent(input.value));
      else if (input.value !== "") query.set(parameter.name, input.value);
    }
    const headers = {};
    const token = document.getElementById("token").value.trim();
    if (token) headers.Authorization = "Bearer " + token;
    if (body) headers["Content-Type"] = "application/json";
    const sent = file ? new FormData() : body ? body.value : undefined;
    if (file && file.files.length) sent.append("file", file.files[0]);
    answer.hidden = false;
    answer.textContent = "…";
    try {
      const url = ".." + address + (query.size ? "?" + query : "");
      const response = await fetch(url, { method: method.toUpperCase(), headers, body: sent });
      const text = await response.text();
      let shown = text;
      try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch (notJson) { /* shown as it is */ }
      answer.textContent = response.status + " " + response.statusText + "\n\n" + shown;
    } catch (failed) {
      answer.textContent = "The server did not answer: " + failed.message;
    }
  });
  return form;
}

function operationOf(path, method, operation) {
  const shownMethod = operation["x-websocket"] ? "SOCKET" : method.toUpperCase();
  const details = element(
    "details", { id: operation.operationId },
    element("summary", {},
      element("span", { class: "method" }, shownMethod), element("span", { class: "path" }, path),
      element("span", { class: "note" }, operation.summary)),
    element("p", {}, (operation.description || "").replaceAll("`", "")));
  const parameters = operation.parameters || [];
  if (parameters.length) {
    details.append(table(["Parameter", "In", "Type", ""], parameters.map((each) =>
      [element("code", {}, each.name + (each.required ? " *" : "")), each.in, typeOf(each.schema), each.description])));
  }
  if (operation.requestBody) {
    details.append(element("p", {}, "Body: ", ...content(operation.requestBody.content)));
    details.append(...exampleOf(operation.requestBody.content));
  }
  details.append(table(["Status", "", ""], Object.entries(operation.responses).map(([status, response]) =>
    [status, response.description, element("span", {}, ...content(response.content))])));
  details.append(...exampleOf((operation.responses["200"] || {}).content));
  if (!operation["x-websocket"]) {
    const trial = element("details", {}, element("summary", {}, "Try it"));
    trial.append(tryIt(path, method, operation));
    details.append(trial);
  }
  return details;
}

function schemaOf(name, schema) {
  const required = schema.required || [];
  const rows = Object.entries(schema.properties || {}).map(([key, value]) =>
    [element("code", {}, key + (required.includes(key) ? " *" : "")), typeOf(value), value.description || ""]);
  return element("details", { id: "schema-" + name },
    element("summary", {}, element("span", { class: "path" }, name), element("span", { class: "note" }, schema.description || "")),
    table(["Member", "Type", ""], rows));
}

function open() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.tagName === "DETAILS") target.open = true;
  if (target) target.scrollIntoView();
}

async function show() {
  const api = await (await fetch("openapi.json")).json();
  const schemas = api.components.schemas;
  document.getElementById("about").textContent = api.info.description;
  const operations = document.getElementById("operations");
  for (const { name, description } of api.tags) {
    const id = "group-" + name.toLowerCase();
    document.getElementById("groups").append(element("a", { href: "#" + id }, name));
    operations.append(element("h2", { id }, name), element("p", {}, description || ""));
    for (const [path, methods] of Object.entries(api.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        if (operation.tags.includes(name)) operations.append(operationOf(path, method, operation));
      }
    }
  }
  document.getElementById("schema-list").append(...Object.entries(schemas).map(([name, schema]) => schemaOf(name, schema)));
  window.addEventListener("hashchange", open);
  open();
}

show().catch((failed) => {
  document.getElementById("about").textContent = "The description of the API could not be loaded: " + failed.message;
});
