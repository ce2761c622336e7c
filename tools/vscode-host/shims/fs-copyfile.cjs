// Stands in for @vscode/fs-copyfile, the native copy that the git extension of newer versions wants.
'use strict';
const fs = require('node:fs');

exports.copyFile = fs.promises.copyFile;
exports.cp = (from, to, options) => fs.promises.cp(from, to, { recursive: true, ...options });
exports.isCloneSupported = () => false;
