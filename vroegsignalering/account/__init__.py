"""The pages of one person: the account, its sign-ins, the second step and the passkeys."""
