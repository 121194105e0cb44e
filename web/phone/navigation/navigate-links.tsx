import { useSay } from '../../shared/language.ts';
import { type Destination, mapLinksTo } from './map-links.ts';

/** The way to a place, by the map that most phones have. */
export const NavigateLink = ({ to }: { readonly to: Destination }) => {
  const say = useSay();
  return (
    <a className="act act-plain" href={mapLinksTo(to, navigator.userAgent).amap}>
      {say('导航', 'Navigate')}
    </a>
  );
};

/** The same by any other. */
export const OtherMapLink = ({ to }: { readonly to: Destination }) => {
  const say = useSay();
  return <a href={mapLinksTo(to, navigator.userAgent).geo}>{say('用其他地图 ›', 'Another map ›')}</a>;
};
