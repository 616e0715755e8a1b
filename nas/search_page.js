// Writes the page of a search, index.html, from the files beside it: figures, settings, and all trained networks.
//
// Flags: --vega --vega_lite --vega_embed
//        --directory=<of the search>
//        --figures=<name>,...   drawn by render_figure.js into <name>.svg and <name>.vl.json
//        --proxy_reason=<why the accuracies stand in for others, or nothing>

'use strict';

const fs = require('fs');
const path = require('path');
const {parseFlags} = require('../experiments/framework/flags.js');
const {documentHtml, escape, figureHtml} = require('../experiments/framework/html.js');

// Fields never have commas.
function readCsv(text) {
  const [header, ...rows] = text.trim().split('\n').map((line) => line.split(','));
  return {header, rows};
}

function networksHtml({header, rows}) {
  const isShown = header.map((_, column) => rows.some((row) => row[column] !== ''));
  const isNumber = header.map((_, column) => rows.every((row) => row[column] === '' || !isNaN(row[column])));
  const line = (tag, cells) =>
      cells.filter((_, column) => isShown[column])
          .map((cell) => `<${tag}${cell.isNumber ? ' class="number"' : ''}>${escape(cell.text)}</${tag}>`)
          .join('');
  const cellsOf = (row) => row.map((text, column) => ({text, isNumber: isNumber[column]}));
  const titles = header.map((name) => name.replace(/_pct$/, ' (%)').replace(/_ms$/, ' (ms)').replace(/_/g, ' '));
  return `<div class="scroll"><table class="sortable"><thead><tr>${line('th', cellsOf(titles))}</tr></thead><tbody>
${rows.map((row) => `<tr>${line('td', cellsOf(row))}</tr>`).join('\n')}
</tbody></table></div>`;
}

function main() {
  const flags =
      parseFlags(process.argv.slice(2), ['vega', 'vega_lite', 'vega_embed', 'directory', 'figures', 'proxy_reason']);
  const read = (file) => fs.readFileSync(path.join(flags.directory, file), 'utf8');
  const settings = new Map(read('settings.txt').trim().split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
  const figures = flags.figures.split(',').map((name) => ({name, svg: `${name}.svg`, vega_lite: `${name}.vl.json`}));
  const networks = readCsv(read('networks.csv'));
  networks.rows.sort((a, b) => b[1] - a[1]);  // by validation accuracy; equal ones stay in order
  const limit = settings.has('latency_limit_ms') ? `, all predicted within ${settings.get('latency_limit_ms')} ms` : '';
  const notice = flags.proxy_reason ? `<p class="notice"><b>Proxy data.</b> ${escape(flags.proxy_reason)}</p>` : '';
  fs.writeFileSync(
      path.join(flags.directory, 'index.html'), documentHtml({
        title: `${settings.get('strategy')} on ${settings.get('space')}`,
        head: `<p>${networks.rows.length} networks trained${escape(limit)}; accuracies on ${
            escape(settings.get('image_set'))}.</p>`,
        main: `${notice}
${figures.map((figure) => figureHtml('search', figure, read, (name) => read(`${name}.csv`))).join('\n')}
<h3>Settings</h3>
<dl>${[...settings].map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`).join('')}</dl>
<h3>Trained networks, the best by validation accuracy first</h3>
${networksHtml(networks)}`,
        footer: 'Written by //nas:search.',
        bundles: [flags.vega, flags.vega_lite, flags.vega_embed].map((file) => fs.readFileSync(file, 'utf8')),
      }));
}

main();
