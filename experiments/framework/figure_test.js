// How render_figure.js draws, and that it refuses what would draw something else than meant.
//
// Arguments: the bundles of Vega and Vega-Lite.

'use strict';

const assert = require('assert');
const {spawnSync} = require('child_process');
const fs = require('fs');
const path = require('path');

const [vega, vegaLite] = process.argv.slice(2);
const directory = fs.mkdtempSync(path.join(process.env.TEST_TMPDIR || '/tmp', 'figure-'));
const file = (name) => path.join(directory, name);
fs.writeFileSync(file('points.csv'), 'series,x,y\na,1,10\na,2,20\n"b, c",3,5\n');

const GOOD = {
  data: {name: 'points'},
  mark: 'point',
  encoding: {
    x: {field: 'x', type: 'quantitative'},
    y: {field: 'y', type: 'quantitative'},
    color: {field: 'series', type: 'nominal'},
  },
};

function render(specification) {
  fs.writeFileSync(file('figure.vl.json'), JSON.stringify(specification));
  const {status, stderr} = spawnSync(
      process.execPath,
      [
        path.join(__dirname, 'render_figure.js'),
        `--vega=${vega}`,
        `--vega_lite=${vegaLite}`,
        `--specification=${file('figure.vl.json')}`,
        `--data_directory=${directory}`,
        `--svg=${file('figure.svg')}`,
        `--output=${file('themed.vl.json')}`,
      ],
      {encoding: 'utf8'});
  return {status, stderr};
}

// Every point is a mark, every series a legend entry, and the theme is there.
assert.deepStrictEqual(render(GOOD), {status: 0, stderr: ''});
const svg = fs.readFileSync(file('figure.svg'), 'utf8');
assert.strictEqual((svg.match(/aria-roledescription="point"/g) || []).length, 3);
assert(svg.includes('b, c'));
assert(svg.includes('#0072b2'), 'the first colour of the theme');

// The specification that is written finds its data beside it.
const themed = JSON.parse(fs.readFileSync(file('themed.vl.json'), 'utf8'));
assert.deepStrictEqual(themed.data, {name: 'points', url: 'points.csv', format: {type: 'csv'}});
assert.strictEqual(themed.datasets, undefined);

// A specification's own configuration is stronger than the theme's.
render({...GOOD, config: {axis: {labelFontSize: 17}}});
const own = JSON.parse(fs.readFileSync(file('themed.vl.json'), 'utf8')).config.axis;
assert.strictEqual(own.labelFontSize, 17);
assert.strictEqual(own.titleFontSize, 12);

const unknownData = render({...GOOD, data: {name: 'tabel'}});
assert.strictEqual(unknownData.status, 1);
assert(unknownData.stderr.includes('figure.vl.json: data "tabel" is not one of'), unknownData.stderr);

const warning = render({...GOOD, encoding: {...GOOD.encoding, colour: {field: 'series', type: 'nominal'}}});
assert.strictEqual(warning.status, 1);
assert(/colour/.test(warning.stderr), warning.stderr);
