import type { RateDiagnosis } from '../../contract/diagnosis';
import { brief } from '../format';
import { list } from './words';

/** What is known of the learning rate. */
export const rate = ({ order, critical, regime, activeSideOnly }: RateDiagnosis): string => {
  const { rate, standsStillAt, flipsAloneAt } = critical;
  const where = {
    'in-order': 'In this order',
    'full-batch': 'With all examples at once',
    random: '',
  };
  const side = activeSideOnly ? ' This holds on the active side of the ReLU.' : '';
  if (critical.kind === 'safe-below') {
    return `Drawn at random, the run is safe below η = ${brief(rate)}. ${
      regime === 'safe' ? 'Above it a run may blow up.' : 'At this η it may blow up.'
    }${side}`;
  }
  const settles = `${where[order] || 'Here'} the run settles below η = ${brief(rate)}.`;
  const still =
    standsStillAt.length > 0 ? ` At η = ${list(standsStillAt.map(brief))} it stands still.` : '';
  const alone = flipsAloneAt
    ? ` The example x = ${brief(flipsAloneAt.x)} alone would flip for ever at η = ${brief(flipsAloneAt.rate)}.`
    : '';
  const now = {
    settles: '',
    safe: '',
    'stands-still': ' That is this η.',
    'flips-for-ever': ' At this η it flips for ever.',
    diverges: ' At this η it diverges.',
    'may-blow-up': '',
  }[regime];
  return settles + now + still + alone + side;
};
