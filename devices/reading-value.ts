/** A reading as the device sent it: a number, or a number with the device's own flag. */
export type ReadingValue =
  | number
  | {
      readonly value: number;
      readonly flag?: string;
      /** The unit that it was declared in, where that is not understood: the value is then as it was sent. */
      readonly unit?: string;
      /** What was sent, where it was declared in another unit than the model's. */
      readonly sent?: { readonly value: number; readonly unit: string };
    };
