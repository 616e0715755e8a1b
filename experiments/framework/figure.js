// Figures: a Vega-Lite specification, the project's theme, and data from the CSV files beside the result.

'use strict';

const fs = require('fs');
const path = require('path');
const vm = require('vm');

// Loads browser bundles, which define global names, in order: vega, then vegaLite.
function loadBundles(paths) {
  for (const file of paths) vm.runInThisContext(fs.readFileSync(file, 'utf8'), {filename: path.basename(file)});
}

// Calls visit on every object of the specification that names a data set: {"data": {"name": ...}}.
function visitNamedData(node, visit) {
  if (node === null || typeof node !== 'object') return;
  if (!Array.isArray(node) && node.data && typeof node.data.name === 'string') visit(node);
  for (const child of Object.values(node)) visitNamedData(child, visit);
}

// The specification with the theme under its own configuration, and its data as files beside it.
function withTheme(specification, theme) {
  const themed = JSON.parse(JSON.stringify(specification));
  const merge = (under, over) => {
    const merged = {...under};
    for (const [key, value] of Object.entries(over)) {
      const isPlain = value !== null && typeof value === 'object' && !Array.isArray(value);
      merged[key] = isPlain && typeof merged[key] === 'object' ? merge(merged[key], value) : value;
    }
    return merged;
  };
  themed.config = merge(theme, themed.config || {});
  visitNamedData(themed, (node) => {
    node.data = {...node.data, url: `${node.data.name}.csv`, format: {...node.data.format, type: 'csv'}};
  });
  return themed;
}

// A specification that withTheme returned, with the rows of its CSV files in place of their names: it needs no loader.
function withData(themed, readCsv) {
  const inlined = JSON.parse(JSON.stringify(themed));
  const datasets = {};
  visitNamedData(inlined, (node) => {
    const {name, format} = node.data;
    datasets[name] = datasets[name] || readCsv(name);
    node.data = {name, format: {...format, type: 'csv'}};
  });
  inlined.datasets = datasets;
  return inlined;
}

module.exports = {
  loadBundles,
  visitNamedData,
  withData,
  withTheme
};
