import { tmpdir } from "node:os";

// When these are absent, oclif asks the system's user database, which does not know the user of
// every container; it does so while it is loaded, so this file has to be imported before it.
process.env.SHELL ??= "/bin/sh";
process.env.HOME ??= tmpdir();
