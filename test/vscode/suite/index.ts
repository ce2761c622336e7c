import './runbook';
import './commands';
import './languages';
import './fixes';
import './ignoring';
import './reading';
import './manners';
import './everywhere';
