// Draws a figure: reads a Vega-Lite specification and CSV files, writes an SVG, and the specification with the theme
// and with its data as files beside it.
//
// Flags: --vega --vega_lite --specification --data_directory --svg --output

'use strict';

const fs = require('fs');
const path = require('path');
const {loadBundles, visitNamedData, withData, withTheme} = require('./figure.js');
const {parseFlags} = require('./flags.js');

async function main() {
  const flags =
      parseFlags(process.argv.slice(2), ['vega', 'vega_lite', 'specification', 'data_directory', 'svg', 'output']);
  loadBundles([flags.vega, flags.vega_lite]);
  const specification = JSON.parse(fs.readFileSync(flags.specification, 'utf8'));
  const theme = JSON.parse(fs.readFileSync(path.join(__dirname, 'theme.json'), 'utf8'));
  visitNamedData(specification, (node) => {
    if (!fs.existsSync(path.join(flags.data_directory, `${node.data.name}.csv`))) {
      throw new Error(`data "${node.data.name}" is not one of table, seeds, points, bands`);
    }
  });
  const themed = withTheme(specification, theme);
  const inlined = withData(themed, (name) => fs.readFileSync(path.join(flags.data_directory, `${name}.csv`), 'utf8'));

  const warnings = [];
  const logger = {
    level: () => logger,
    error: (...args) => (warnings.push(args.join(' ')), logger),
    warn: (...args) => (warnings.push(args.join(' ')), logger),
    info: () => logger,
    debug: () => logger,
  };
  const compiled = vegaLite.compile(inlined, {logger}).spec;
  const view = new vega.View(vega.parse(compiled), {renderer: 'none', logger});
  const svg = await view.toSVG();
  view.finalize();
  if (warnings.length > 0) throw new Error(warnings.join('\n'));
  fs.writeFileSync(flags.output, JSON.stringify(themed, null, 2) + '\n');
  fs.writeFileSync(flags.svg, svg + '\n');
}

main().catch((error) => {
  console.error(`${process.argv.find((a) => a.startsWith('--specification='))}: ${error.message}`);
  process.exit(1);
});
