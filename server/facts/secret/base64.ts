/**
 * The text that the base64 (RFC 4648 section 4, line breaks allowed) stands for, or undefined where it is
 * none or stands for bytes that are no UTF-8.
 */
export function decodeBase64(text: string): string | undefined {
  const packed = text.replace(/\s+/g, '');
  if (packed === '' || packed.length % 4 === 1 || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
