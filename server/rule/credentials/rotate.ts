import { message } from '../finding';

/** What no rewrite of a text can do, said with every one of them. */
export const rotate = message('Rotate this credential; deleting the line does not remove it from history.');
