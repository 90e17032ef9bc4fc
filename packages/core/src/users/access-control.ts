/** Port: what a change of an account means for the people who are signed in with it. */
export interface AccessControl {
  /** The role changed: the next request of that person is judged by the new one. */
  forgetUser(userId: string): void;
  /** The account is gone: every session, token and open page of it ends now. */
  endAccount(userId: string): void;
}
