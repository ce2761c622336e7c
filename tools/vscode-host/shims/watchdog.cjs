// Stands in for native-watchdog, whose absence VS Code would log as a stack trace.
'use strict';
exports.start = () => {};
