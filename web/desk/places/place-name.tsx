import { useQuery } from '@tanstack/react-query';
import { CITY_DIGITS, COUNTY_DIGITS, PROVINCE } from '../../shared/division-code.ts';
import { useSay } from '../../shared/language.ts';
import { divisionsQuery } from './division-query.ts';

const useDivisions = (parent: string, isWanted: boolean) =>
  useQuery({ ...divisionsQuery(parent), enabled: isWanted }).data?.items;

/** `太原市 迎泽区` for the code of a division; that of the province is in no list. */
export const PlaceName = ({ code }: { readonly code: string }) => {
  const say = useSay();
  const city = code.slice(0, CITY_DIGITS);
  const county = code.slice(0, COUNTY_DIGITS);
  const cities = useDivisions(PROVINCE, city.length === CITY_DIGITS);
  const counties = useDivisions(city, county.length === COUNTY_DIGITS);
  const names = [
    cities?.find((each) => each.code === city)?.name,
    counties?.find((each) => each.code === county)?.name,
  ].filter((name) => name !== undefined);
  return <>{names.length === 0 && cities !== undefined ? say('全省', 'Province') : names.join(' ')}</>;
};
