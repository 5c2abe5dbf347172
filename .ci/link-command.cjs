// After a build: makes the command executable, and lets `npx quadruplex` find it here. Without the link npx would first
// install the package into its own cache, which takes a build of its own.
const fs = require('node:fs');

fs.chmodSync('dist/cli/main.js', 0o755);
if (process.platform !== 'win32' && fs.existsSync('node_modules/.bin')) {
  fs.rmSync('node_modules/.bin/quadruplex', { force: true });
  fs.symlinkSync('../../dist/cli/main.js', 'node_modules/.bin/quadruplex');
}
