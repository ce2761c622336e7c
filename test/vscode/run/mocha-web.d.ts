declare module 'mocha-web/mocha.js';
