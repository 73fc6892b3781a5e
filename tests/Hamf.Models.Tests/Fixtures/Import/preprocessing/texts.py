"""Short texts in which Python's rules for letters, digits, case and white space differ from simpler ones."""
TEXTS = [
    "Win FREE money now!! Claim your prize at http://bit.ly/x_1", "Hi Bob, are we still on for lunch at 12:30?", "", " ", "a", "A b C d", "!!! ... ---",
    "İSTANBUL'da ödeme YAPILDI, IĞDIR ışık", "ΟΔΟΣ ΟΔΥΣΣΕΑΣ ΣΑΣ Σ ΑΣ. ΣΣ ΑΣΑ Α.Σ Α'Σ'Α ΑΣ\u0301 ΑΣ\u0301Α", "Große STRASSE ẞ Straße naïve café Ångström", "ПРИВЕТ, как дела? Ваш счёт заблокирован и 5₽",
    "你好世界 免费 中奖 一二三", "無料 カタカナ ｶﾀｶﾅ ひらがな ー", "무료 한국어", "🎉🎉 WIN 💰💰 now 😀", "𝐅𝐑𝐄𝐄 𝟏𝟎𝟎 𝓂oney 𐐀𐐨 Ａ Ｂｃ １２", "e\u0301a\u0300 cafe\u0301 na\u0308h o\u0327\u0301x a\u0301\u0327x",
    "١٢٣ أهلا وسهلا ۴۵۶ १२३ नमस्ते", "x² m³ ½ ⅓ Ⅷ ⅷ ① Ⓐ №5 ™ ªº", "tab\tseparated\nlines\r\nand\x0bmore\x1cfs\x1dgs\x85nel\u2003em\u3000wide\u200bzero", "under_score __init__ _x_ a_b", "l'été aujourd'hui don't rock'n'roll it’s",
    "A\u00a0B no-break\u202fnarrow", "free free free money money", "1 22 333 4,444 5.5", "ǅungla ǈ ǲ ﬁnance ﬂow ﬃ Ⅻ", "ÀÉÎÕÜ àéîõü ÿ ŷ Ÿ", "Ǆ Ω Å K ℡ ㏒ ㍿", "the the and of to you your free", "  leading   and  trailing   spaces  ",
    "Դ ԵՒ և ᲐᲑᲒ აბგ Ⴀ ꭰ Ꭰ", "שלום עולם שָׁלוֹם", "สวัสดี ประเทศไทย", "a\u0345Σ ͅΣ ʰΣ ʰΣa ⓐΣ ªΣ", "\U0001d7ce\U0001d7cf digits \U00010140 \U0001f100", "UPPER lower MiXeD", "émigré ÉMIGRÉ e\u0301migre\u0301",
    "#tag #größe 12 345 #", "‘quoted’ “text” — dash – en", "x" * 300, "ab " * 60, "\ue000private \uf8ff use", "¡Hola! ¿Qué tal? señor ñandú",
]
