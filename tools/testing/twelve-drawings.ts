/** SVG of a view box of 256 units; lines are as wide as the page's pen makes them, and closed where a part is to be filled. */
export const TWELVE_DRAWINGS = {
  smiley: `<circle cx="128" cy="128" r="112"/><circle cx="90" cy="98" r="14"/><circle cx="166" cy="99" r="14"/>
    <path d="M70 152 Q128 216 187 150 Q128 178 70 152 Z"/>`,
  cat: `<path d="M48 92 L40 20 L100 60 Q128 54 157 61 L216 21 L208 93 Q232 150 196 196 Q128 256 60 196 Q24 150 48 92 Z"/>
    <ellipse cx="92" cy="124" rx="14" ry="18"/><ellipse cx="165" cy="125" rx="14" ry="18"/><path d="M114 160 L142 160 L128 176 Z"/>
    <path d="M128 176 Q118 200 98 194 M128 176 Q138 200 158 194 M76 164 L18 152 M76 176 L20 186 M180 164 L238 152 M180 176 L236 186"/>`,
  fish: `<path d="M20 128 Q84 40 178 118 L238 64 L226 128 L238 194 L178 140 Q84 220 20 128 Z"/><circle cx="74" cy="110" r="12"/>
    <path d="M112 84 Q96 128 114 174"/>`,
  heart: `<path d="M128 232 C36 156 10 112 24 70 C42 20 106 22 128 78 C150 22 214 20 232 70 C246 112 220 156 128 232 Z"/>`,
  house: `<path d="M28 116 L128 22 L229 117 Z"/><path d="M46 116 L46 234 L212 234 L212 116 Z"/>
    <path d="M108 234 L108 160 L150 160 L150 234 Z"/><path d="M62 140 L94 140 L94 172 L62 172 Z"/><path d="M166 140 L198 140 L198 172 L166 172 Z"/>`,
  tree: `<path d="M106 160 L100 240 L158 240 L150 160 Z"/>
    <path d="M60 160 Q14 150 32 108 Q16 62 70 60 Q90 8 138 26 Q188 10 200 62 Q248 76 226 118 Q240 160 190 160 Z"/>`,
  car: `<path d="M16 176 L18 128 L60 122 L88 76 L174 74 L206 122 L240 132 L242 176 Z"/><circle cx="70" cy="180" r="26"/><circle cx="188" cy="180" r="26"/>
    <path d="M80 122 L98 90 L126 89 L126 122 Z"/><path d="M138 122 L138 89 L168 89 L188 122 Z"/>`,
  star: `<path d="M128 16 L160 92 L242 98 L180 152 L200 234 L128 190 L56 234 L77 152 L14 98 L96 92 Z"/>`,
  cup: `<path d="M42 84 L58 224 L170 224 L186 84 Z"/><path d="M182 112 Q240 104 232 150 Q226 190 174 186"/><ellipse cx="114" cy="84" rx="72" ry="18"/>
    <path d="M88 52 Q76 38 90 22 M128 52 Q116 38 130 22"/>`,
  flower: `<circle cx="128" cy="96" r="24"/><circle cx="128" cy="46" r="26"/><circle cx="176" cy="82" r="26"/><circle cx="158" cy="137" r="25"/>
    <circle cx="98" cy="137" r="25"/><circle cx="80" cy="82" r="26"/><path d="M128 150 Q122 200 130 246"/><path d="M128 220 Q170 170 210 190 Q180 232 128 220 Z"/>`,
  mushroom: `<path d="M20 140 Q30 24 128 22 Q226 24 236 140 Q128 164 20 140 Z"/><path d="M96 154 Q104 200 88 238 L170 238 Q152 200 160 154 Z"/>
    <circle cx="84" cy="90" r="20"/><circle cx="150" cy="66" r="18"/><circle cx="182" cy="112" r="16"/>`,
  sun: `<circle cx="128" cy="128" r="62"/>
    <path d="M128 48 L128 14 M128 208 L128 242 M48 128 L14 128 M208 128 L242 128 M72 72 L48 48 M184 72 L208 48 M72 184 L48 208 M184 184 L208 208"/>`,
} as const satisfies Record<string, string>;

/** The side of their view box. */
export const DRAWING_SIDE = 256;
/** The pen's width in its units: 28 of 1024, as on the page. */
export const PEN = 7;
