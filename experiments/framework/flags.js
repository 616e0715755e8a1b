// Command lines of the form --name=value.

'use strict';

// Returns the values by name; `required` must be there, `optional` may, anything else is an error.
function parseFlags(args, required, optional = []) {
  const flags = {};
  for (const arg of args) {
    const match = /^--([a-z_]+)=(.*)$/s.exec(arg);
    if (!match || !(required.includes(match[1]) || optional.includes(match[1]))) throw new Error(`unknown flag ${arg}`);
    flags[match[1]] = match[2];
  }
  for (const name of required) {
    if (!(name in flags)) throw new Error(`--${name} is missing`);
  }
  return flags;
}

module.exports = {parseFlags};
