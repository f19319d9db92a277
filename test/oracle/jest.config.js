// as all tests, but for those that need the oracle
const { jest } = require('../../package.json');

module.exports = { ...jest, rootDir: '../..', testMatch: ['<rootDir>/test/oracle/**/*.oracle.ts'] };
