/** Characters of a report of the public: enough to tell, and little enough for its small body. */
export const PUBLIC_DESCRIPTION_MAX = 1000;
export const PUBLIC_ADDRESS_MAX = 200;
export const PUBLIC_RATING_MAX = 500;
