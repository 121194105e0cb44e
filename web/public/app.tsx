import { useLanguage, useSay } from '../shared/language.ts';
import { FollowPage } from './follow/follow-page.tsx';
import { NearbyPage } from './nearby/nearby-page.tsx';
import { ReportPage } from './report/report-page.tsx';
import { Looks } from './shell/looks.tsx';
import { goTo, hrefOf, PLACES, usePlace } from './shell/route.ts';

const NAMES = {
  report: ['反映问题', 'Report'],
  follow: ['查进度', 'Follow'],
  nearby: ['附近的', 'Nearby'],
} as const;
const PAGES = { report: ReportPage, follow: FollowPage, nearby: NearbyPage };

export const App = () => {
  const say = useSay();
  const language = useLanguage();
  const place = usePlace();
  const Page = PAGES[place];
  document.title = language === 'en' ? 'Yiwang · report a problem' : '一网 · 我要反映问题';
  return (
    <div className="column">
      <header>
        <p className="brand">
          <strong>{say('一网', 'Yiwang')}</strong> {say('我要反映问题', 'Report a problem')}
        </p>
        <Looks />
        <nav className="places" aria-label={say('页面', 'Pages')}>
          {PLACES.map((each) => (
            <a
              key={each}
              href={hrefOf(each)}
              aria-current={each === place ? 'page' : undefined}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                goTo(each);
              }}
            >
              {say(NAMES[each][0], NAMES[each][1])}
            </a>
          ))}
        </nav>
      </header>
      <main>
        <Page />
      </main>
      <footer>
        <a className="button call" href="tel:12345">
          {say('拨打 12345 热线', 'Call 12345')}
        </a>
        <p className="hint">
          {say('危及生命的请直接拨打 110、119、120。', 'In danger of life call 110, 119 or 120.')}
        </p>
      </footer>
    </div>
  );
};
