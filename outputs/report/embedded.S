/* The files of a report's page, whole, in the read-only data of the program. CMake says where they are. */

#define EMBED(name, file)                                    \
    .global foresight_##name##_begin, foresight_##name##_end; \
    foresight_##name##_begin: .incbin file;                  \
    foresight_##name##_end: .byte 0

    .section .rodata
    EMBED(page, FORESIGHT_PAGE)
    EMBED(style, FORESIGHT_STYLE)
    EMBED(charts, FORESIGHT_CHARTS)
    EMBED(d3, FORESIGHT_D3)
    EMBED(d3_licence, FORESIGHT_D3_LICENCE)

    .section .note.GNU-stack, "", @progbits
