// Pieces of a page that asks no network for anything, and that says the same without JavaScript.

'use strict';

const fs = require('fs');
const path = require('path');
const {withData} = require('./figure.js');

// Text as HTML.
function escape(text) {
  return String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

// Text of JavaScript or JSON as the content of a script element.
function scriptContent(text) {
  return text.replace(/<(?=\/script|!--)/gi, '\\u003c');
}

// Ids in a page must be unique, and Vega numbers those of every drawing from 0.
function withPrefixedIds(svg, prefix) {
  return svg.replace(/\bid="([^"]*)"/g, `id="${prefix}-$1"`)
      .replace(/url\(#([^)]*)\)/g, `url(#${prefix}-$1)`)
      .replace(/href="#([^"]*)"/g, `href="#${prefix}-$1"`);
}

// The still drawing, and the specification that page_client.js draws over it. `figure` names the files that
// render_figure.js wrote, `read` and `readCsv` return the text of a file and of the data of a name.
function figureHtml(id, figure, read, readCsv) {
  const svg = withPrefixedIds(read(figure.svg), `${id.replace(/[^a-z0-9]/g, '-')}-${figure.name}`);
  const specification = withData(JSON.parse(read(figure.vega_lite)), readCsv);
  const caption = specification.description ? `<figcaption>${escape(specification.description)}</figcaption>` : '';
  return `<figure id="${escape(id)}/${escape(figure.name)}"><div class="scroll"><div class="still">${svg}</div></div>
<script type="application/json">${scriptContent(JSON.stringify(specification))}</script>${caption}</figure>`;
}

// `head` stands beside the title, `bundles` are the texts of the scripts that page_client.js draws figures with.
function documentHtml({title, head, main, footer, bundles}) {
  const style = fs.readFileSync(path.join(__dirname, 'page.css'), 'utf8');
  const scripts = bundles.concat(fs.readFileSync(path.join(__dirname, 'page_client.js'), 'utf8'));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${escape(title)}</title>
<style>
${style}</style>
</head>
<body>
<header class="masthead"><div>
<h1>${escape(title)}</h1>
${head}
</div></header>
<main>
${main}
</main>
<footer>
${footer}
</footer>
${scripts.map((script) => `<script>${scriptContent(script)}</script>`).join('\n')}
</body>
</html>
`;
}

module.exports = {
  documentHtml,
  escape,
  figureHtml
};
