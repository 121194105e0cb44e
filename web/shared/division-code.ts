/* Codes of divisions (GB/T 2260): the first two digits name the province, four a city, six a county. */
export const PROVINCE = '14';
export const CITY_DIGITS = 4;
export const COUNTY_DIGITS = 6;
