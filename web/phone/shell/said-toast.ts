import { Toast } from 'antd-mobile';

/** A word on what has just been done. */
export const sayBriefly = (content: string): void => {
  Toast.show({ content, position: 'bottom' });
};
