export { afterCommit } from "./after-commit";
export { leaveMark, mayRepeat } from "./settle";
export { statement } from "./statement";
export { transaction } from "./transaction";
