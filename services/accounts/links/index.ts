import { findNoticeAddress } from "./find-notice-address";
import { issueMailToken } from "./issue-mail-token";

export const actions = { issueMailToken, findNoticeAddress };
export { answerMailRequests } from "./answer-mail-requests";
export { mayMail, tryMail } from "./may-mail";
export { requestMail } from "./request-mail";
export { deleteExpiredTokens, deleteTokens } from "./store/tokens";
export { tokenOwner } from "./token-owner";
