// table: password digests that others made of a known password, each with its source (all read 2026-08).

export type Vector = { readonly scheme: string; readonly password: string; readonly digest: string };

const hex64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
const phc64 = (bytes: string | Buffer): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
const bareHex64 = (hex: string): string => hex64(hex).replace(/=+$/, '');

// Argon2: src/test.c of https://github.com/P-H-C/phc-winner-argon2 (20190702), versions 0x13 and 0x10; argon2d from
// the test table of a public Go program that checks such digests with its own code (found by its string).
const argon2id = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
const argon2i = '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA';
const argon2d = '$argon2d$v=19$m=65536,t=4,p=4$PUfIWctZa611rpXSOicEAA$eUtgGpyO1+ylLPGhN8gvRXBXF+Zd97kQIZA7OgX4VIM';

// bcrypt: the self-test table in wrapper.c of crypt_blowfish 1.3 (https://www.openwall.com/crypt/).
const bcrypt = '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a';

// PBKDF2: RFC 6070 (SHA-1), RFC 7914 §11 (SHA-256); SHA-512 from test_hashlib.py of CPython.
const rfc6070 = '4b007901b765489abead49d926f721d065a429c1';
const rfc6070Long = '3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038';
const rfc7914Pbkdf2 =
  '4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d';
const sha512Pbkdf2 =
  'd197b1b33db0143e018b12f3d1d1479e6cdebdcc97c5c0f87f6902e072f457b5143f30602641b3d55cd335988cb36b84376060ecd532e039b742a239434af2d5';

// scrypt: RFC 7914 §12, third vector.
const rfc7914Scrypt =
  '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887';

// Firebase: the sample in the README of https://github.com/firebase/scrypt.
const firebase = {
  password: 'user1password',
  hash: 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
  salt: '42xEC+ixf3L2lw==',
  signer: 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
  separator: 'Bw==',
};
const bare = (text: string): string => text.replace(/=+$/, '');
const urlSafe = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');

// HMAC-SHA-256: RFC 4231 §4.2, whose eight bytes of data are read here as four units of UTF-16LE.
const rfc4231 = {
  password: Buffer.from('Hi There').toString('utf16le'),
  hash: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  key: '0b'.repeat(20),
};

// hashcat: https://hashcat.net/wiki/doku.php?id=example_hashes, by mode; the password is always "hashcat".
const hashcat = {
  m10: ['7050461', '01dfae6e5d4d90d9892622325959afbe'],
  m20: ['4225637426', 'f0fda58630310a6dd91a7d8f0a4ceda2'],
  m110: ['2014', '2fc5a684737ce1bf7b3b239df432416e0dd07357'],
  m120: ['5363620024', 'cac35ec206d868b7d7cb0b55f31d9425b075082b'],
  m160: ['1234', 'd89c92b4400b15c39e462a8caa939ab40c3aeeea'],
  m1410: ['53743528', 'c73d08de890479518ed60cf670d17faa26a4a71f995c1dcc978165399401a6c4'],
  m1420: ['560407001617', 'eb368a2dfd38b405f014118c7d9747fcc97f4f0ee75c05963cd9da6ee65ef498'],
} as const;

const auth0 = (object: object): string => JSON.stringify(object);

const sources: readonly (readonly [scheme: string, password: string, digest: string])[] = [
  ['argon2id', 'password', argon2id],
  ['argon2id', 'password', '$argon2id$v=19$m=262144,t=2,p=1$c29tZXNhbHQ$eP4eyR+zqlZX1y5xCFTkw9m5GYx0L5YWwvCFvtlbLow'],
  ['argon2i', 'password', argon2i],
  ['argon2i', 'password', '$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ'],
  ['argon2i', 'password', '$argon2i$m=256,t=2,p=2$c29tZXNhbHQ$tsEVYKap1h6scGt5ovl9aLRGOqOth+AMB+KwHpDFZPs'],
  ['argon2d', 'apple123', argon2d],
  ['argon2', 'password', argon2id],
  ['argon2', 'apple123', argon2d],
  // Django stores the PHC string behind "argon2" (Argon2PasswordHasher): the vectors of Argon2 in that dress.
  ['argon2-django', 'password', `argon2${argon2id}`],
  ['argon2-django', 'password', `argon2${argon2i}`],

  ['bcrypt', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt', 'U*U*', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK'],
  ['bcrypt', 'U*U*U', bcrypt],
  ['bcrypt', '', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy'],
  [
    'bcrypt',
    '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored',
    '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui',
  ],
  // The example of the contract page on imported digests, with each prefix.
  ...['2a', '2b', '2y'].map(
    (prefix) => ['bcrypt', 'password', `$${prefix}$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm`] as const,
  ),
  // passlib/tests/test_handlers_django.py (1.7.4).
  ['bcrypt-sha256-django', '', 'bcrypt_sha256$$2a$06$/3OeRpbOf8/l6nPPRdZPp.nRiyYqPobEZGdNRBWihQhiFDh1ws1tu'],
  ['bcrypt-sha256-django', 'password', 'bcrypt_sha256$$2b$04$abcdefghijklmnopqrstuuavYyybW8SwBYgHrVfEOHIljvgCGgHr2'],
  // crypt_blowfish's "U*U*U", cut in two.
  ['bcrypt-peppered', 'U*U', `${bcrypt}$*U`],
  ['bcrypt-peppered', 'password', '$2b$04$abcdefghijklmnopqrstuuplyOA/yggp3uDOFweBlaokYQ36s6xTW$pepper'],

  ['pbkdf2-sha1', 'password', `pbkdf2_sha1$4096$73616c74$${rfc6070}$20`],
  [
    'pbkdf2-sha1',
    'passwordPASSWORDpassword',
    `pbkdf2_sha1$4096$saltSALTsaltSALTsaltSALTsaltSALTsalt$${rfc6070Long}$25`,
  ],
  // passlib's django_pbkdf2_sha1 vector, its key written in hexadecimal.
  [
    'pbkdf2-sha1',
    'not a password',
    `pbkdf2_sha1$10000$wz5B6WkasRoF$${Buffer.from('atJmJ1o+XfJxKq1+Nu1f1i57Z5I=', 'base64').toString('hex')}$20`,
  ],
  [
    'pbkdf2-sha1',
    'password',
    'pbkdf2_sha1$1000$73616c74$6e88be8bad7eae9d9e10aa061224034fed48d03fcbad968b56006784539d5214',
  ],
  ['pbkdf2-sha256', 'Password', `pbkdf2_sha256$80000$${phc64('NaCl')}$${hex64(rfc7914Pbkdf2)}`],
  ['pbkdf2-sha256', 'password', 'pbkdf2_sha256$1000$c2FsdA==$YywoEuRtRgQQK6dhjp1tfS+BKPYma0oDJk0qBGC33LM='],
  // hashcat mode 10000.
  ['pbkdf2-sha256-django', 'hashcat', 'pbkdf2_sha256$20000$H0dPx8NeajVu$GiC4k5kqbbR9qWBlsRgDywNqC2vd9kqfk7zdorEnNas='],
  ['pbkdf2-sha256-django', 'Password', `pbkdf2_sha256$80000$NaCl$${hex64(rfc7914Pbkdf2)}`],
  ['pbkdf2-sha512', 'password', `pbkdf2_sha512$4096$salt$${sha512Pbkdf2}`],
  ['pbkdf2-sha512-hex', 'password', `pbkdf2_sha512_hex$4096$73616c74$${sha512Pbkdf2}`],
  // hashcat mode 12100.
  [
    'pbkdf2-sha512-hex',
    'hashcat',
    `pbkdf2_sha512_hex$1000$${Buffer.from('84201064286').toString('hex')}$30a6873565d4b2e241dc81300476e6df`,
  ],
  ['pbkdf2-phc', 'Password', `$pbkdf2$i=80000,d=sha256$${phc64('NaCl')}$${bareHex64(rfc7914Pbkdf2)}`],
  ['pbkdf2-phc', 'password', `$pbkdf2$i=4096,d=sha512$${phc64('salt')}$${bareHex64(sha512Pbkdf2)}`],
  // A vendor's published samples of digests to be imported, by PHC string and password.
  [
    'pbkdf2-phc',
    'pleasework',
    '$pbkdf2-sha256$i=216000,l=32$Y0JQSUhNcVZKUVBq$OVur66V8LRGQVMrcUznEJMrdIJvCe7JfNXTVzzyEQVE',
  ],
  ['pbkdf2-phc', 'Test@123', '$pbkdf2-sha1$i=10000,l=20$wJuJqLoUFsdXa8k3sFhRlA$XMGVWTbeKf4Xd+CGiuEZde8x7QA'],

  [
    'scrypt-phc',
    'pleaseletmein',
    `$scrypt$v=1$n=16384,r=8,p=1,kl=64$${phc64('SodiumChloride')}$${bareHex64(rfc7914Scrypt)}`,
  ],
  ['scrypt-phc', 'pleaseletmein', `$scrypt$ln=14,r=8,p=1$${phc64('SodiumChloride')}$${bareHex64(rfc7914Scrypt)}`],
  // hashcat mode 8900.
  [
    'scrypt-phc',
    'hashcat',
    '$scrypt$v=1$n=1024,r=1,p=1,kl=32$MDIwMzMwNTQwNDQyNQ$5FW+zWivLxgCWj7qLiQbeC8zaNQ+qdO0NUinvqyFcfo',
  ],
  ['scrypt-werkzeug', 'pleaseletmein', `scrypt:16384:8:1$SodiumChloride$${rfc7914Scrypt}`],
  ['scrypt-werkzeug', 'pleaseletmein', `$scrypt:16384:8:1$SodiumChloride$${hex64(rfc7914Scrypt)}`],
  [
    'scrypt-firebase',
    firebase.password,
    [firebase.hash, firebase.salt, firebase.signer, firebase.separator, '8', '14'].join('$'),
  ],
  [
    'scrypt-firebase',
    firebase.password,
    [urlSafe(firebase.hash), urlSafe(firebase.salt), urlSafe(firebase.signer), firebase.separator, '8', '14'].join('$'),
  ],
  [
    'scrypt-firebase-phc',
    firebase.password,
    `$firebase-scrypt$r=8,m=14,sk=${bare(firebase.signer)},ss=${bare(firebase.separator)}$${bare(firebase.salt)}$${bare(firebase.hash)}`,
  ],
  [
    'scrypt-firebase-phc',
    firebase.password,
    `$firebase-scrypt$hash=${firebase.hash}$salt=${firebase.salt}$sk=${firebase.signer}$ss=${firebase.separator}$r=8$m=14`,
  ],

  // RFC 1321 A.5 and FIPS 180-2 B.1.
  ['md5', 'abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['sha256', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['md5-salted', 'hashcat', hashcat.m10.join('$')],
  ['md5-salted', 'hashcat', hashcat.m20.join('$')],
  ['sha256-salted', 'hashcat', hashcat.m1410.join('$')],
  ['sha256-salted', 'hashcat', hashcat.m1420.join('$')],
  ['sha256-salted', 'hashcat', [...hashcat.m1420].reverse().join('$')],
  ['hmac-sha256-utf16', rfc4231.password, `hmac_sha256_utf16_b64$${hex64(rfc4231.hash)}$${hex64(rfc4231.key)}`],

  // hashcat modes 111 and 1411.
  ['ssha', 'hashcat', '{SSHA}AZKja92fbuuB9SpRlHqaoXxbTc43Mzc2MDM1Ng=='],
  ['ssha256', 'hashcat', '{SSHA256}OZiz0cnQ5hgyel3Emh7NCbhBRCQ+HVBwYplQunHYnER7TLuV'],
  [
    'ssha-salt-first',
    'hashcat',
    `{SSHA}${Buffer.from(hashcat.m120[1] + Buffer.from(hashcat.m120[0]).toString('hex'), 'hex').toString('base64')}`,
  ],
  [
    'ssha256-salt-first',
    'hashcat',
    `{SSHA256}${Buffer.from(hashcat.m1420[1] + Buffer.from(hashcat.m1420[0]).toString('hex'), 'hex').toString('base64')}`,
  ],

  // test.php of phpass 0.5 (https://www.openwall.com/phpass/), and hashcat mode 400.
  ['phpass', 'test12345', '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'],
  ['phpass', 'test12345', '$H$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'],
  ['phpass', 'hashcat', '$P$984478476IagS59wHZvyQMArzfx58u.'],
  // Nobody published one of these two with its password: made with Python's hashlib, by the published algorithms.
  ['md5-phpass', 'test12345', '$P$9IQRaTwmfhtXH3jpukQ8NU9Hcm1oHj1'],
  [
    'sha512-symfony',
    'password',
    'sha512_symfony$5000$salt$iKw+yyYDAaIE9cknw6XdfjaVtHJ7Gqh+o/GYWoVpWN1wNDQcSjc8uqXSBC+yj0KOMwA7RpCKH9weKfJT+7AEHQ==',
  ],

  // "Unix crypt using SHA-256 and SHA-512" 0.6, hashcat modes 1800, 500 and 1600; the last of each kind by Debian's crypt(3).
  [
    'sha512-crypt',
    'Hello world!',
    '$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1',
  ],
  [
    'sha512-crypt',
    'Hello world!',
    '$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.',
  ],
  [
    'sha512-crypt',
    'hashcat',
    '$6$52450745$k5ka2p8bFuSmoVT1tzOyyuaREkkKBcCNqoDKzYiJL9RaE8yMnPgh2XzzF0NDrUhgrcLwg78xs1w5pJiypEdFX/',
  ],
  ['md5-crypt', 'hashcat', '$1$28772684$iEwNOgGugqO9.bIz5sk8k/'],
  ['md5-crypt', 'hashcat', '$apr1$71850310$gh9m4xcAn3MGxogwX/ztb.'],
  [
    'sha512-crypt',
    'pässword with more than sixty-four bytes, which is one block of SHA-512 and more',
    '$6$rounds=1000$ab.cd/ef$tJcDV9RSdIsBZJJd88ksrxyYO47zzud/xQkOFPo.SudsbJkD8DADc97t0lonAxT0aFeLtuhqZVZBRyejOzZpI0',
  ],
  [
    'sha512-crypt',
    '',
    '$6$rounds=1000$x$JUgHESfT/mKR2X.Qz/PrkEgBINN.wbH/GsJhhFRcgrb0a4MjVYFixxXtKicccBbv9PSG/n1kVdpVqZiR7Brv1.',
  ],
  ['md5-crypt', 'a password of more than sixteen bytes', '$1$ab.cd/e$L.U4qEuoWTMq0ncpa9wTL1'],
  ['md5-crypt', '', '$1$x$fwjfZtMwarkdetsjiQreU1'],

  // A realm export whose password its owner published beside a script that checks it.
  [
    'keycloak-json',
    'RdaRfqP7Y89vy2',
    JSON.stringify({
      type: 'password',
      secretData: JSON.stringify({
        value: 'ZXVC08Hf4jBOoYzVoNWYjQijsMC2oc/OUa9LciiIJ/1XHPF/qPiY1DqwLLDN2hYFmf/1kApkveD8/Pr7GVqjgw==',
        salt: 'Td6XuopYK6JNfUnIlqYMOQ==',
        additionalParameters: {},
      }),
      credentialData: JSON.stringify({ hashIterations: 27500, algorithm: 'pbkdf2-sha256', additionalParameters: {} }),
    }),
  ],
  // RFC 6070 and the first vector of Argon2 in Keycloak's dress.
  [
    'keycloak-json',
    'password',
    JSON.stringify({
      secretData: { value: hex64(rfc6070), salt: 'c2FsdA==' },
      credentialData: { hashIterations: 4096, algorithm: 'pbkdf2' },
    }),
  ],
  [
    'keycloak-json',
    'password',
    JSON.stringify({
      secretData: { value: 'CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc=', salt: 'c29tZXNhbHQ=' },
      credentialData: {
        hashIterations: 2,
        algorithm: 'argon2',
        additionalParameters: {
          ...{ hashLength: ['32'], memory: ['65536'], type: ['id'], version: ['1.3'], parallelism: ['1'] },
        },
      },
    }),
  ],

  // The vectors above, as Auth0 has them written.
  ['auth0-json', 'password', auth0({ algorithm: 'argon2', hash: { value: argon2id, encoding: 'utf8' } })],
  ['auth0-json', 'U*U*U', auth0({ algorithm: 'bcrypt', hash: { value: bcrypt } })],
  [
    'auth0-json',
    'hashcat',
    auth0({ algorithm: 'ldap', hash: { value: '{SSHA}AZKja92fbuuB9SpRlHqaoXxbTc43Mzc2MDM1Ng==', encoding: 'utf8' } }),
  ],
  [
    'auth0-json',
    'pleasework',
    auth0({
      algorithm: 'pbkdf2',
      hash: {
        value: '$pbkdf2-sha256$i=216000,l=32$Y0JQSUhNcVZKUVBq$OVur66V8LRGQVMrcUznEJMrdIJvCe7JfNXTVzzyEQVE',
        encoding: 'utf8',
      },
    }),
  ],
  [
    'auth0-json',
    'hashcat',
    auth0({
      algorithm: 'sha1',
      hash: { value: hashcat.m110[1], encoding: 'hex' },
      salt: { value: hashcat.m110[0], encoding: 'utf8', position: 'suffix' },
    }),
  ],
  [
    'auth0-json',
    'hashcat',
    auth0({
      algorithm: 'sha256',
      hash: { value: hex64(hashcat.m1420[1]), encoding: 'base64' },
      salt: { value: hashcat.m1420[0], encoding: 'utf8', position: 'prefix' },
    }),
  ],
  [
    'auth0-json',
    'abc',
    auth0({ algorithm: 'md5', hash: { value: '900150983cd24fb0d6963f7d28e17f72', encoding: 'hex' } }),
  ],
  [
    'auth0-json',
    'hashcat',
    auth0({
      algorithm: 'hmac',
      hash: {
        value: hashcat.m160[1],
        encoding: 'hex',
        digest: 'sha1',
        key: { value: hashcat.m160[0], encoding: 'utf8' },
      },
    }),
  ],
  [
    'auth0-json',
    rfc4231.password,
    auth0({
      algorithm: 'hmac',
      hash: { value: rfc4231.hash, encoding: 'hex', digest: 'sha256', key: { value: rfc4231.key, encoding: 'hex' } },
      password: { encoding: 'utf16le' },
    }),
  ],
  [
    'auth0-json',
    'pleaseletmein',
    auth0({
      ...{ algorithm: 'scrypt', hash: { value: rfc7914Scrypt, encoding: 'hex' } },
      ...{
        salt: { value: 'SodiumChloride', encoding: 'utf8' },
        keylen: 64,
        cost: 16384,
        blockSize: 8,
        parallelization: 1,
      },
    }),
  ],
];

/** Every vector. */
export const vectors: readonly Vector[] = sources.map(([scheme, password, digest]) => ({ scheme, password, digest }));
