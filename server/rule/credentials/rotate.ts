/** What no rewrite of a text can do, said with every one of them. */
export const rotate = 'Rotate this credential; deleting the line does not remove it from history.';
