/**
 * What the suites of one worker share. Jest gives each suite modules of its own; what is heavy, and has no state that a test
 * could see, stands here once a worker.
 */
import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import { TestEnvironment } from 'jest-environment-node';
import { compileOnce } from './compiled-once';
import { readFilesInProcess } from './local-files';
import * as manifestChecks from './manifest/checks';

compileOnce();
readFilesInProcess();

export default class SharedEnvironment extends TestEnvironment {
  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context);
    Object.assign(this.global, { manifestChecks });
  }
}
