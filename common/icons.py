"""Our line icons, drawn on a grid of 24; the stroke takes the colour of the text."""

ICONS = {
    "alert": '<path d="M12 4 2.8 20h18.4z"/><path d="M12 10v4.5M12 17.2v.1"/>',
    "arrow-left": '<path d="M19 12H5m6-6-6 6 6 6"/>',
    "arrow-up": '<path d="M12 19V5m-6 6 6-6 6 6"/>',
    "arrow-down": '<path d="M12 5v14m-6-6 6 6 6-6"/>',
    "drag": '<path d="M9 5.5v.01M15 5.5v.01M9 12v.01M15 12v.01M9 18.5v.01M15 18.5v.01" stroke-width="3"/>',
    "arrow-right": '<path d="M5 12h14m-6-6 6 6-6 6"/>',
    "blank": '<rect x="3" y="5" width="18" height="12" rx="1.5"/><path d="m4 20 16-18"/>',
    "calendar": '<rect x="3.5" y="5" width="17" height="15.5" rx="2"/><path d="M3.5 10h17M8 3v4m8-4v4"/>',
    "chair": '<path d="M7 3v10h10V3M5 13h14v3H5zM6.5 16v5m11-5v5"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "circle": '<circle cx="12" cy="12" r="8.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.2 2"/>',
    "columns": '<path d="M4 4.5h4.5v15H4zM9.7 4.5h4.6v10H9.7zM15.5 4.5H20v12h-4.5z"/>',
    "copy": '<rect x="8.5" y="8.5" width="12" height="12" rx="2"/><path d="M15.5 5.5v-2h-12v12h2"/>',
    "cross": '<path d="m6 6 12 12M18 6 6 18"/>',
    "download": '<path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M4 20h16"/>',
    "edit": '<path d="m4 20 1-4.5L16.5 4l3.5 3.5L8.5 19z"/>',
    "error": '<circle cx="12" cy="12" r="9"/><path d="M12 7v6m0 3.7v.1"/>',
    "eye": '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/>'
    '<circle cx="12" cy="12" r="2.8"/>',
    "eye-off": '<path d="M4 8.5S2.5 12 2.5 12 6 18.5 12 18.5c1.5 0 2.9-.4 4-1M8.5 6.1c1-.4 2.2-.6 3.5-.6 '
    '6 0 9.5 6.5 9.5 6.5s-.8 1.5-2.4 3.1M4 4l16 16"/>',
    "file": '<path d="M6 3h8l4.5 4.5V21H6zM14 3v5h4.5M9 13h6m-6 4h6"/>',
    "flag": '<path d="M6 21V4h11l-2.5 4L17 12H6"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6m0-9.7v.1"/>',
    "key": '<circle cx="8" cy="15" r="4"/><path d="m11 12 8-8m-3 3 2.5 2.5"/>',
    "link": '<path d="M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7l-1.3 1.3M14 10a4 4 0 0 0-6-.5l-3 '
    "3A4 4 0 0 0 "
    '10.7 18l1.3-1.3"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>',
    "mail": '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="m3.5 7 8.5 6 8.5-6"/>',
    "minus": '<path d="M6 12h12"/>',
    "more": '<path d="M5 12h.1M12 12h.1M19 12h.1"/>',
    "moon": '<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z"/>',
    "offline": '<path d="M3 9a14 14 0 0 1 5-3m4-.7A14 14 0 0 1 21 9M6 13a9 9 0 0 1 5-2.5m3.5.4A9 9 0 0 '
    "1 18 13M12 "
    '18.5v.1M4 3l16 18"/>',
    "party": '<path d="M4 21V7l8-4 8 4v14M9 21v-5h6v5M8.5 10.5v.1m3.5-.1v.1m3.5-.1v.1"/>',
    "pause": '<path d="M8 5v14m8-14v14"/>',
    "people": '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 5a3.5 3.5 0 '
    "0 1 0 6.5m1.5 "
    '3c2.3.8 3.7 2.7 4 5.5"/>',
    "phone": '<rect x="7" y="2.5" width="10" height="19" rx="2"/><path d="M11 18.5h2"/>',
    "place": '<path d="M12 21.5S5 15 5 10a7 7 0 0 1 14 0c0 5-7 11.5-7 11.5z"/>'
    '<circle cx="12" cy="10" r="2.5"/>',
    "play": '<path d="M8 5v14l11-7z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V3.5h10V9M7 17H3.5V9h17v8H17M7 14h10v6.5H7z"/>',
    "question": '<path d="M8.5 9a3.5 3.5 0 1 1 5.2 3c-1.2.7-1.7 1.3-1.7 2.7m0 3.7v.1"/>',
    "rows": '<path d="M4 5.5h16M4 12h16M4 18.5h16"/>',
    "screen": '<rect x="2.5" y="4" width="19" height="13" rx="1.5"/><path d="M12 17v3.5m-4 0h8"/>',
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 2v2M12 20v2M2 12h2M20 12h2'
    'M5 5l1.4 1.4M17.6 17.6 19 19M5 19l1.4-1.4M17.6 6.4 19 5"/>',
    "talk": '<path d="M4 5h16v11h-8l-5 4v-4H4z"/>',
    "trash": '<path d="M4.5 7h15M9.5 7V4h5v3M6.5 7l1 13.5h9l1-13.5"/>',
    "undo": '<path d="M8.5 5 4 9.5 8.5 14M4 9.5h10a5.5 5.5 0 0 1 0 11h-3"/>',
}
