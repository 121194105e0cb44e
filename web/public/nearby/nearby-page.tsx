import { lazy, Suspense, useState } from 'react';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useLanguage, useSay } from '../../shared/language.ts';
import { StateMark } from '../follow/state-mark.tsx';
import { CountySelect } from '../report/county-select.tsx';
import { useFinding } from '../report/position.ts';
import { useSettings } from '../report/use-settings.ts';
import { plainWords } from '../shell/plain-words.ts';
import { dayIn } from '../shell/times.ts';
import { useLoaded } from '../shell/use-loaded.ts';

const NearbyMap = lazy(() => import('./nearby-map.tsx'));

/** Around the device, or a whole county. */
interface Around {
  readonly divisionCode: string;
  readonly me?: { readonly lon: number; readonly lat: number };
}
/** About a hundred metres: nobody has to know more to show what is near. */
const DIGITS = 3;
const rough = (degrees: number): number => Number(degrees.toFixed(DIGITS));

/** What was accepted around a place. */
export const NearbyPage = () => {
  const say = useSay();
  const language = useLanguage();
  const settings = useSettings();
  const [around, setAround] = useState<Around>();
  const [county, setCounty] = useState('');
  const { finding, find } = useFinding();
  const [failure, setFailure] = useState<unknown>();
  const [isMapOpen, setMapOpen] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const query =
    around &&
    (around.me === undefined
      ? { division: around.divisionCode }
      : { lon: rough(around.me.lon), lat: rough(around.me.lat) });
  const cases = useLoaded(query === undefined ? null : JSON.stringify(query), () =>
    take(api.GET('/api/v1/public/cases', { params: { query: query! } })),
  );
  const items = cases.data?.items ?? [];

  const lookAround = async (): Promise<void> => {
    setFailure(undefined);
    const position = await find();
    if (position === undefined) return;
    const { lon, lat } = position;
    try {
      const place = await take(api.GET('/api/v1/public/locate', { params: { query: { lon, lat } } }));
      setAround({ me: { lon, lat }, divisionCode: place.divisionCode ?? '' });
      setCounty('');
    } catch (error) {
      setFailure(error);
    }
  };
  const choose = (divisionCode: string): void => {
    setCounty(divisionCode);
    setFailure(undefined);
    setAround(divisionCode === '' ? undefined : { divisionCode });
  };
  const nameOf = (shown: Schemas['ShownCase']): string =>
    shown.category ?? say('其他问题', 'Another problem');
  const wordsOf = (shown: Schemas['ShownCase']): string =>
    [nameOf(shown), say(shown.stateWords.zh, shown.stateWords.en), dayIn(language, shown.reportedOn)].join(
      say('，', ', '),
    );
  const pick = (ref: string): void => {
    setChosen(ref);
    document.getElementById(`case-${ref}`)?.scrollIntoView({ block: 'center' });
  };

  return (
    <>
      <h1>{say('附近已受理的', 'Accepted nearby')}</h1>
      <p>
        {settings.data !== undefined &&
          say(
            `最近 ${settings.data.nearbyDays} 天反映并已受理的问题，不含任何个人信息。您要反映的也许已经有人说了。`,
            `Problems reported in the last ${settings.data.nearbyDays} days and accepted, without any personal data. Perhaps somebody has already reported yours.`,
          )}
      </p>
      <div className="ways">
        <button type="button" onClick={() => void lookAround()}>
          {finding === 'now' ? say('正在定位…', 'Locating…') : say('我现在的附近', 'Around me')}
        </button>
      </div>
      {finding === 'failed' && (
        <p className="wrong" role="alert">
          {say('没有取到位置，请选区县。', 'The device did not say where it is: choose the county.')}
        </p>
      )}
      <div className="field">
        <label htmlFor="nearby-county">{say('或选区县', 'Or choose the county')}</label>
        <CountySelect
          id="nearby-county"
          divisions={settings.data?.divisions ?? []}
          value={county}
          onChange={choose}
        />
      </div>
      {[failure, cases.error, settings.error].map(
        (error) =>
          error !== undefined && (
            <p key={String(error)} className="wrong box" role="alert">
              {plainWords(error, say)}
            </p>
          ),
      )}
      {cases.data !== undefined && around !== undefined && (
        <>
          <p role="status">
            {items.length === 0
              ? say('这一带近期没有已受理的问题。', 'Nothing was accepted here lately.')
              : say(`共 ${items.length} 件`, `${items.length} in all`)}
          </p>
          {items.length > 0 && (
            <button type="button" aria-expanded={isMapOpen} onClick={() => setMapOpen(!isMapOpen)}>
              {isMapOpen ? say('收起地图', 'Close the map') : say('在地图上看', 'Show on a map')}
            </button>
          )}
          {isMapOpen && (
            <Suspense fallback={<p role="status">{say('正在打开地图…', 'Opening the map…')}</p>}>
              <NearbyMap
                cases={items}
                me={around.me}
                divisionCode={around.divisionCode}
                chosen={chosen}
                onChoose={pick}
                wordsOf={wordsOf}
              />
            </Suspense>
          )}
          <ul className="cases">
            {items.map((shown) => (
              <li key={shown.ref} id={`case-${shown.ref}`} aria-current={shown.ref === chosen}>
                <span className="name">{nameOf(shown)}</span>
                <StateMark state={shown.state} words={shown.stateWords} />
                <small>
                  {shown.place}
                  {say(
                    `，${dayIn(language, shown.reportedOn)}反映`,
                    `, reported ${dayIn(language, shown.reportedOn)}`,
                  )}
                  {shown.blurred &&
                    say(
                      `，位置在约 ${settings.data?.blurMeters ?? ''} 米范围内`,
                      `, somewhere within ${settings.data?.blurMeters ?? ''} m`,
                    )}
                </small>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
};
