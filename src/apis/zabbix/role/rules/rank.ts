// The rank: the user type of a role, which bounds what the role can allow.

/** 1 User, 2 Admin, 3 Super admin; each can do what those before it can. */
export type Rank = 1 | 2 | 3;
