// The drawing of QR codes, for what a phone's camera is to read.

const textBytesMax = 1024;

/**
 * Draws the text as a black and white PNG, as a `data:` address, with the four quiet modules around that ISO/IEC 18004 asks
 * for and error correction M: about 300 pixels square for an `otpauth://` address, 800 at most. Throws a RangeError, which
 * does not repeat the text, when that is empty or longer than 1024 bytes of UTF-8.
 */
export async function drawQrCode(text: string): Promise<string> {
  if (text === '' || Buffer.byteLength(text) > textBytesMax) {
    throw new RangeError(`The text of a QR code must have 1 to ${textBytesMax} bytes.`);
  }
  const { toDataURL } = await import('qrcode');
  return await toDataURL(text, { type: 'image/png', errorCorrectionLevel: 'M', margin: 4, scale: 6 });
}
