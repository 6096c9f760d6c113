// Tells its process to stop in the middle of loading what starts the platform, when nothing can be heard.
const Module = require("node:module");

const load = Module._load;
Module._load = function (request, ...rest) {
  if (request.endsWith("/services/start")) process.kill(process.pid, "SIGTERM");
  return load.call(this, request, ...rest);
};
