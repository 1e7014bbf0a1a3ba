import { validateStage } from '../../lib/settings/faults/validate-stage.ts';
import type { StageSettings } from '../../lib/settings/stage-settings.ts';
import { StageError } from '../../lib/stage-error.ts';

/** The sentences about a stage, without its name. */
export function faultsOf(settings: StageSettings): string[] {
  try {
    validateStage(settings);
    return [];
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    return error.message.split('\n').map((line) => line.replace(`Stage "${settings.name}": `, ''));
  }
}
