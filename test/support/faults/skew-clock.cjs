// Preloaded into a process (`--require`), it makes its clock wrong by SKEW_MS; timers stay as they are.
const skew = Number(process.env.SKEW_MS ?? 0);
const RealDate = Date;

globalThis.Date = class Date extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + skew);
    else super(...parts);
  }
  static now() {
    return RealDate.now() + skew;
  }
};
