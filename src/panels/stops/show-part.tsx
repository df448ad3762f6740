/** Leads to the first part that a condition names. */
import { type Condition, namedIn } from '../../document/condition.ts';
import { useDocument } from '../../store/document.ts';
import { Button } from '../../ui/button.tsx';
import { showPlace } from '../go-to.ts';
import { partName } from '../part-name.ts';
import { words } from './form-words.ts';

export function ShowPart({ condition }: { condition: Condition }) {
  const document = useDocument((state) => state.document);
  const [first] = namedIn(condition);
  if (first === undefined) return null;
  return (
    <Button look="plain" onClick={() => showPlace(first.id)}>
      {words.select(partName(first.id, document))}
    </Button>
  );
}
