const { appendFileSync } = require("node:fs");
const { relative } = require("node:path");
const { TestEnvironment } = require("jest-environment-node");
const { noteOpen, sayWhatIsOpen } = require("./left-open.cjs");
const { processorTime } = require("./processor-time.cjs");

const root = `${__dirname}/../..`;

/** The environment of every test file: jest's own, which also notes what the file costs and leaves. */
module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.file = relative(root, context.testPath);
    this.before = processorTime();
    this.start = Date.now();
    this.tests = 0;
    this.assertions = 0;
    sayWhatIsOpen();
  }

  handleTestEvent({ name }) {
    if (name !== "test_fn_success" && name !== "test_fn_failure") return;
    this.tests += 1;
    // It counts from 0 in each test.
    this.assertions += this.global.expect.getState().assertionCalls;
  }

  async teardown() {
    await super.teardown();
    noteOpen(this.file);
    if (process.env.TEST_TIMING) this.noteTime(process.env.TEST_TIMING);
  }

  noteTime(place) {
    const { own, children } = processorTime();
    const line = {
      name: this.file,
      own: own - this.before.own,
      children: children - this.before.children,
      wall: (Date.now() - this.start) / 1000,
      tests: this.tests,
      assertions: this.assertions,
    };
    appendFileSync(place, `${JSON.stringify(line)}\n`);
  }
};
