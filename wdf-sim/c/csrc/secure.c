/*
 * The C library's functions with bounds that the kernel exports (`strcpy_s`, `sprintf_s`, ..), for chars and for 16-bit
 * characters. What does not fit leaves an empty text and an error, as in the kernel, where nobody handles an invalid
 * parameter; a count of _TRUNCATE takes what fits.
 */

#include "print.h"

#include <string.h>

typedef uint16_t unit;

/* As errno.h of Windows numbers them. */
enum { INVALID = 22, RANGE = 34, TRUNCATED = 80 };

size_t wcslen(const unit *s);

/* Characters of either width, from here on behind a `width` of 1 or 2 bytes. */
static size_t length_of(const void *text, size_t width, size_t most)
{
	size_t n = 0;
	while (n < most && (width == 1 ? ((const char *)text)[n] != 0 : ((const unit *)text)[n] != 0))
		n++;
	return n;
}

static void end_at(void *text, size_t width, size_t index)
{
	memset((char *)text + index * width, 0, width);
}

/* Appends at most `count` characters behind the `begin` that stand there. */
static int append(void *to, size_t room, size_t begin, const void *from, size_t count, size_t width)
{
	size_t length;

	if (!to || !room)
		return INVALID;
	if (!from) {
		end_at(to, width, 0);
		return INVALID;
	}
	if (begin == room) {
		end_at(to, width, 0);
		return INVALID;
	}
	length = length_of(from, width, count == SIZE_MAX ? room : count);
	if (length >= room - begin) {
		if (count != SIZE_MAX) {
			end_at(to, width, 0);
			return RANGE;
		}
		length = room - begin - 1;
		memcpy((char *)to + begin * width, from, length * width);
		end_at(to, width, room - 1);
		return TRUNCATED;
	}
	memcpy((char *)to + begin * width, from, length * width);
	end_at(to, width, begin + length);
	return 0;
}

/* A count that nothing reaches, and yet is not _TRUNCATE. */
#define ALL (SIZE_MAX - 1)

#define COPIES(character, width, copy, concatenate, copy_n, concatenate_n)                              \
	int copy(character *to, size_t room, const character *from);                                    \
	int concatenate(character *to, size_t room, const character *from);                             \
	int copy_n(character *to, size_t room, const character *from, size_t count);                    \
	int concatenate_n(character *to, size_t room, const character *from, size_t count);             \
	int copy(character *to, size_t room, const character *from)                                     \
	{                                                                                               \
		return append(to, room, 0, from, ALL, width);                                           \
	}                                                                                               \
	int concatenate(character *to, size_t room, const character *from)                              \
	{                                                                                               \
		return append(to, room, to ? length_of(to, width, room) : 0, from, ALL, width);         \
	}                                                                                               \
	int copy_n(character *to, size_t room, const character *from, size_t count)                     \
	{                                                                                               \
		return append(to, room, 0, from, count, width);                                         \
	}                                                                                               \
	int concatenate_n(character *to, size_t room, const character *from, size_t count)              \
	{                                                                                               \
		return append(to, room, to ? length_of(to, width, room) : 0, from, count, width);       \
	}

COPIES(char, 1, strcpy_s, strcat_s, strncpy_s, strncat_s)
COPIES(unit, 2, wcscpy_s, wcscat_s, wcsncpy_s, wcsncat_s)

/* A format into so much room, at most `count` characters of it. */
static int print(void *to, size_t room, size_t count, int wide, const void *format, va_list arguments)
{
	size_t width = wide ? 2 : 1;
	struct out out = { to, 0, 0, wide };
	va_list copy;

	if (!to || !room || !format)
		return -1;
	out.room = count < room - 1 ? count : room - 1;
	va_copy(copy, arguments);
	wdf_sim_c_format(&out, format, copy);
	va_end(copy);
	if (out.length <= out.room) {
		end_at(to, width, out.length);
		return (int)out.length;
	}
	/* Cut off where that was asked for: by _TRUNCATE, or by a count that itself fits. */
	end_at(to, width, count == SIZE_MAX || count < room ? out.room : 0);
	return -1;
}

#define PRINTS(character, wide, print_s, v_print_s, print_n_s, v_print_n_s)                                          \
	int print_s(character *to, size_t room, const character *format, ...);                                       \
	int v_print_s(character *to, size_t room, const character *format, va_list arguments);                       \
	int print_n_s(character *to, size_t room, size_t count, const character *format, ...);                       \
	int v_print_n_s(character *to, size_t room, size_t count, const character *format, va_list arguments);       \
	int v_print_s(character *to, size_t room, const character *format, va_list arguments)                        \
	{                                                                                                            \
		return print(to, room, ALL, wide, format, arguments);                                                \
	}                                                                                                            \
	int v_print_n_s(character *to, size_t room, size_t count, const character *format, va_list arguments)        \
	{                                                                                                            \
		return print(to, room, count, wide, format, arguments);                                              \
	}                                                                                                            \
	int print_s(character *to, size_t room, const character *format, ...)                                        \
	{                                                                                                            \
		va_list arguments;                                                                                   \
		va_start(arguments, format);                                                                         \
		int length = print(to, room, ALL, wide, format, arguments);                                          \
		va_end(arguments);                                                                                   \
		return length;                                                                                       \
	}                                                                                                            \
	int print_n_s(character *to, size_t room, size_t count, const character *format, ...)                        \
	{                                                                                                            \
		va_list arguments;                                                                                   \
		va_start(arguments, format);                                                                         \
		int length = print(to, room, count, wide, format, arguments);                                        \
		va_end(arguments);                                                                                   \
		return length;                                                                                       \
	}

PRINTS(char, 0, sprintf_s, vsprintf_s, _snprintf_s, _vsnprintf_s)
PRINTS(unit, 1, swprintf_s, vswprintf_s, _snwprintf_s, _vsnwprintf_s)

#define MOVES(name, function)                                                                  \
	int name(void *to, size_t room, const void *from, size_t count);                       \
	int name(void *to, size_t room, const void *from, size_t count)                        \
	{                                                                                      \
		if (!count)                                                                    \
			return 0;                                                              \
		if (!to)                                                                       \
			return INVALID;                                                        \
		if (!from || room < count) {                                                   \
			memset(to, 0, room);                                                   \
			return from ? RANGE : INVALID;                                         \
		}                                                                              \
		function(to, from, count);                                                     \
		return 0;                                                                      \
	}

MOVES(memcpy_s, memcpy)
MOVES(memmove_s, memmove)

char *strtok_s(char *text, const char *separators, char **context);
char *strtok_s(char *text, const char *separators, char **context)
{
	return strtok_r(text, separators, context);
}
