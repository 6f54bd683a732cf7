#!/usr/bin/env bash
# Builds a small static site, checks every page and link of it, and reports what it found.
# Inputs: TITLE, PAGES (how many), PACE (milliseconds of rest per page).
set -euo pipefail

title="${INPUT_TITLE:-A small site}"
pages="${INPUT_PAGES:-120}"
pace="${INPUT_PACE:-5}"
number='^[0-9]{1,4}$'
if [[ ! "$pages" =~ $number ]] || ((10#$pages < 1)); then
  echo "The input 'pages' must be a number from 1 to 9999." >&2
  exit 2
fi
if [[ ! "$pace" =~ $number ]]; then
  echo "The input 'pace' must be a number from 0 to 9999." >&2
  exit 2
fi
pages=$((10#$pages)) pace=$((10#$pace))
id="site-report-$(date -u +%Y%m%dT%H%M%SZ)"
began=$SECONDS
site=outputs/site.new

rest() {
  if ((pace > 0)); then
    sleep "$(printf '%d.%03d' $((pace / 1000)) $((pace % 1000)))"
  fi
}

escaped() {
  sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g' <<< "$1"
}

page_name() {
  printf 'page-%04d.html' "$1"
}

safe_title="$(escaped "$title")"

echo "--- Preparing ---"
rm -rf "$site"
mkdir -p "$site"
echo "Report ${id}: ${pages} pages, ${pace} ms of rest after each"

echo "--- Writing ${pages} pages ---"
for ((i = 1; i <= pages; i++)); do
  name="$(page_name "$i")"
  {
    printf '<!doctype html><html lang="en"><meta charset="utf-8"><title>%s %d</title>\n' "$safe_title" "$i"
    printf '<h1>%s, page %d</h1>\n' "$safe_title" "$i"
    if ((i > 1)); then printf '<a href="%s">back</a>\n' "$(page_name $((i - 1)))"; fi
    if ((i < pages)); then printf '<a href="%s">on</a>\n' "$(page_name $((i + 1)))"; fi
    printf '</html>\n'
  } > "${site}/${name}"
  printf '[%d/%d] wrote %s\n' "$i" "$pages" "$name"
  rest
done

echo "--- Checking ${pages} pages ---"
links=0 broken=0 bytes=0
for ((i = 1; i <= pages; i++)); do
  name="$(page_name "$i")"
  size="$(wc -c < "${site}/${name}")"
  found=0
  while IFS= read -r target; do
    found=$((found + 1))
    if [[ ! -f "${site}/${target}" ]]; then
      broken=$((broken + 1))
      printf '%s links to %s, which is not there\n' "$name" "$target" >&2
    fi
  done < <(sed -n 's/.*href="\([^"]*\)".*/\1/p' "${site}/${name}")
  links=$((links + found)) bytes=$((bytes + size))
  printf '[%d/%d] %s: %d bytes, %d links\n' "$i" "$pages" "$name" "$size" "$found"
  rest
done

echo "--- Publishing ---"
rm -rf outputs/site
mv "$site" outputs/site
sum="$(cat outputs/site/*.html | sha256sum | cut -d ' ' -f 1)"
echo "outputs/site: ${pages} pages, sha256 ${sum}"

echo "--- Reporting ---"
cat > outputs/report.md.new <<REPORT
# ${safe_title}

| | |
|---|---|
| report | ${id} |
| pages | ${pages} |
| links | ${links} |
| broken links | ${broken} |
| bytes | ${bytes} |
| sha256 of all pages | ${sum} |
REPORT
mv outputs/report.md.new outputs/report.md
cat > outputs/report.html.new <<REPORT
<!doctype html><html lang="en"><meta charset="utf-8"><title>${safe_title}: report</title>
<h1>${safe_title}</h1>
<p>${pages} pages, ${links} links, ${broken} of them broken, ${bytes} bytes.</p>
<p>Report ${id}, sha256 of all pages ${sum}.</p>
</html>
REPORT
mv outputs/report.html.new outputs/report.html
cat outputs/report.md
echo "DEPLOYMENT_ID=${id}"

echo "--- Done in $((SECONDS - began)) s ---"
((broken == 0))
