import './runbook';
import './commands';
import './languages';
