import { useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import { useRecords } from '../keep/records.ts';
import { useMyReports } from '../mine/my-reports.ts';
import { addPhotos } from '../photo/add-photos.ts';
import { draftFor, EMPTY_REPORT } from '../queue/drafts.ts';
import { noteWork } from '../queue/files-at-work.ts';

/** The places at the thumb. 上报 opens the camera at once, unless a report was begun: then it goes on with that. */
export const Nav = () => {
  const say = useSay();
  const me = useOwner();
  const records = useRecords();
  const [location, navigate] = useLocation();
  const camera = useRef<HTMLInputElement>(null);
  const news = useMyReports().filter(({ isNew }) => isNew).length;
  const draft = draftFor(records, me, EMPTY_REPORT);
  const isFilling = location === '/report' || /^\/(cases|records)\/./.test(location);
  return (
    <>
      {!isFilling && (
        <nav className="nav" aria-label={say('功能', 'Places')}>
          <Link href="/" aria-current={location === '/' ? 'page' : undefined}>
            {say('待办', 'To do')}
          </Link>
          <Link href="/map" aria-current={location === '/map' ? 'page' : undefined}>
            {say('地图', 'Map')}
          </Link>
          {mayDo(me, 'case:report') && (
            <button
              type="button"
              className="nav-report"
              onClick={() => {
                if (draft.files.length === 0) camera.current?.click();
                navigate('/report');
              }}
            >
              {say('上报', 'Report')}
            </button>
          )}
          <Link href="/mine" aria-current={location === '/mine' ? 'page' : undefined}>
            <span>
              {say('我的', 'Mine')}
              {news > 0 && (
                <span className="news-count">
                  {news}
                  <span className="unseen">{say('件有新进展', ' with news')}</span>
                </span>
              )}
            </span>
          </Link>
        </nav>
      )}
      {/* Stays when the report opens behind the camera. */}
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        data-testid="camera-at-once"
        onChange={({ target }) => {
          const photos = [...(target.files ?? [])];
          target.value = '';
          noteWork(draft.id, { done: addPhotos(draft, 'before', photos) });
        }}
      />
    </>
  );
};
