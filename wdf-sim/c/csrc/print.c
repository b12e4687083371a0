/*
 * DbgPrint, sprintf and their like, narrow and wide. A format is the kernel's, not the host's: a long has 32 bits, a
 * wide character 16, and %wZ and %Z print a counted string. Between the two widths a character keeps its number, as in
 * Latin-1, which is the system's code page here; what has no place in a narrow text becomes a question mark.
 *
 * secure.c has the same functions with bounds (sprintf_s and so on).
 */

#include "print.h"

#include <stdio.h>
#include <string.h>

/* The longest text that one call of DbgPrint prints, as on Windows. */
enum { LONGEST = 512 };

struct counted {
	uint16_t length, maximum_length;
	const void *buffer;
};

void wdf_sim_c_print(const char *text, size_t length);
int wdf_sim_c_in_driver(void);

int _vsnprintf(char *to, size_t room, const char *format, va_list arguments);
int _snprintf(char *to, size_t room, const char *format, ...);
int _vscprintf(const char *format, va_list arguments);
int _scprintf(const char *format, ...);
int _vsnwprintf(uint16_t *to, size_t room, const uint16_t *format, va_list arguments);
int _snwprintf(uint16_t *to, size_t room, const uint16_t *format, ...);
int _vscwprintf(const uint16_t *format, va_list arguments);
int _scwprintf(const uint16_t *format, ...);
int _swprintf(uint16_t *to, const uint16_t *format, ...);
uint32_t vDbgPrintEx(uint32_t component, uint32_t level, const char *format, va_list arguments);
uint32_t vDbgPrintExWithPrefix(const char *prefix, uint32_t component, uint32_t level, const char *format,
			       va_list arguments);
uint32_t DbgPrint(const char *format, ...);
uint32_t DbgPrintEx(uint32_t component, uint32_t level, const char *format, ...);

/* A character of a text of either width. */
static uint16_t at(const void *text, int wide, size_t index)
{
	return wide ? ((const uint16_t *)text)[index] : ((const uint8_t *)text)[index];
}

static void put(struct out *out, uint16_t c)
{
	if (out->length < out->room) {
		if (out->wide)
			((uint16_t *)out->text)[out->length] = c;
		else
			((char *)out->text)[out->length] = c < 0x100 ? (char)c : '?';
	}
	out->length++;
}

static void put_padded(struct out *out, const void *text, int wide, size_t length, int width, int left)
{
	size_t fill = width > 0 && (size_t)width > length ? (size_t)width - length : 0;
	for (size_t i = 0; !left && i < fill; i++)
		put(out, ' ');
	for (size_t i = 0; i < length; i++)
		put(out, at(text, wide, i));
	for (size_t i = 0; left && i < fill; i++)
		put(out, ' ');
}

enum size { PLAIN, SHORT, BYTE, LONG32, WIDE64, WIDE_CHARACTER };

/* What stands between a conversion's percent sign and its letter. */
struct conversion {
	char flags[8];
	int left, width, precision;
	enum size size;
};

/* Whether a prefix of the format stands at a place. */
static int starts(const void *format, int wide, size_t index, const char *prefix)
{
	for (; *prefix; prefix++, index++)
		if (at(format, wide, index) != (uint8_t)*prefix)
			return 0;
	return 1;
}

static int is_one_of(uint16_t c, const char *set)
{
	return c && c < 0x80 && strchr(set, c);
}

static size_t read_number(const void *format, int wide, size_t i, int *number)
{
	for (*number = 0; at(format, wide, i) >= '0' && at(format, wide, i) <= '9'; i++)
		*number = *number * 10 + (at(format, wide, i) - '0');
	return i;
}

static size_t read_size(const void *format, int wide, size_t i, enum size *size)
{
	static const struct {
		const char *prefix;
		enum size size;
	} sizes[] = { { "I64", WIDE64 }, { "I32", LONG32 }, { "ll", WIDE64 }, { "hh", BYTE },  { "l", LONG32 },
		      { "w", WIDE_CHARACTER }, { "h", SHORT }, { "I", WIDE64 }, { "z", WIDE64 }, { "j", WIDE64 },
		      { "t", WIDE64 } };

	for (size_t n = 0; n < sizeof sizes / sizeof *sizes; n++) {
		if (starts(format, wide, i, sizes[n].prefix)) {
			*size = sizes[n].size;
			return i + strlen(sizes[n].prefix);
		}
	}
	return i;
}

static void put_integer(struct out *out, const struct conversion *how, char kind, long long value)
{
	char host[32], text[LONGEST];
	int is_signed = kind == 'd' || kind == 'i';
	/* What is wider than the host's text has room for is filled with spaces. */
	int width = how->width < LONGEST ? how->width : 0;
	int precision = how->precision < LONGEST ? how->precision : LONGEST - 1;

	if (how->size == SHORT)
		value = is_signed ? (long long)(short)value : (long long)(unsigned short)value;
	if (how->size == BYTE)
		value = is_signed ? (long long)(signed char)value : (long long)(unsigned char)value;
	if (how->precision >= 0)
		snprintf(host, sizeof host, "%%%s%d.%dll%c", how->flags, width, precision, kind);
	else if (width)
		snprintf(host, sizeof host, "%%%s%dll%c", how->flags, width, kind);
	else
		snprintf(host, sizeof host, "%%%sll%c", how->flags, kind);
	snprintf(text, sizeof text, host, value);
	put_padded(out, text, 0, strlen(text), how->width, how->left);
}

static void put_string(struct out *out, const struct conversion *how, const void *text, int wide)
{
	size_t length = 0, most = how->precision < 0 ? SIZE_MAX : (size_t)how->precision;

	if (!text) {
		put_padded(out, "(null)", 0, 6, how->width, how->left);
		return;
	}
	while (length < most && at(text, wide, length))
		length++;
	put_padded(out, text, wide, length, how->width, how->left);
}

static void put_counted(struct out *out, const struct conversion *how, const struct counted *string)
{
	int wide = how->size == WIDE_CHARACTER || how->size == LONG32;

	if (!string || !string->buffer)
		put_padded(out, "(null)", 0, 6, how->width, how->left);
	else
		put_padded(out, string->buffer, wide, string->length / (wide ? 2u : 1u), how->width, how->left);
}

void wdf_sim_c_format(struct out *out, const void *format, va_list arguments)
{
	int wide_format = out->wide;
	size_t i = 0;

	while (at(format, wide_format, i)) {
		if (at(format, wide_format, i) != '%') {
			put(out, at(format, wide_format, i++));
			continue;
		}
		size_t start = i++, flag_count = 0;
		struct conversion how = { .precision = -1 };
		for (; is_one_of(at(format, wide_format, i), "-+ #0"); i++) {
			how.left |= at(format, wide_format, i) == '-';
			if (flag_count < sizeof how.flags - 1)
				how.flags[flag_count++] = (char)at(format, wide_format, i);
		}
		if (at(format, wide_format, i) == '*') {
			how.width = va_arg(arguments, int);
			if (how.width < 0) {
				how.left = 1, how.width = -how.width;
				if (flag_count < sizeof how.flags - 1)
					how.flags[flag_count++] = '-';
			}
			i++;
		} else {
			i = read_number(format, wide_format, i, &how.width);
		}
		if (at(format, wide_format, i) == '.') {
			if (at(format, wide_format, ++i) == '*') {
				how.precision = va_arg(arguments, int);
				i++;
			} else {
				i = read_number(format, wide_format, i, &how.precision);
			}
		}
		i = read_size(format, wide_format, i, &how.size);

		uint16_t letter = at(format, wide_format, i);
		char kind = letter < 0x80 ? (char)letter : '?', text[32];
		i += letter != 0;
		switch (kind) {
		case '%':
			put(out, '%');
			break;
		case 'c':
		case 'C': {
			/* Of the other width than the format's is the capital letter. */
			int wide = how.size == WIDE_CHARACTER || how.size == LONG32 ||
				   (how.size == PLAIN && (kind == 'C') != out->wide);
			int given = va_arg(arguments, int);
			uint16_t one = wide ? (uint16_t)given : (uint8_t)given;
			put_padded(out, &one, 1, 1, how.width, how.left);
			break;
		}
		case 'Z':
			put_counted(out, &how, va_arg(arguments, const struct counted *));
			break;
		case 's':
		case 'S': {
			int wide = how.size == WIDE_CHARACTER || how.size == LONG32 ||
				   (how.size == PLAIN && (kind == 'S') != out->wide);
			put_string(out, &how, va_arg(arguments, const void *), wide);
			break;
		}
		case 'd':
		case 'i':
			put_integer(out, &how, kind,
				    how.size == WIDE64 ? va_arg(arguments, long long) : va_arg(arguments, int));
			break;
		case 'u':
		case 'x':
		case 'X':
		case 'o':
			put_integer(out, &how, kind,
				    how.size == WIDE64 ? va_arg(arguments, long long) :
							 (long long)va_arg(arguments, unsigned));
			break;
		case 'p':
			snprintf(text, sizeof text, "%016llX",
				 (unsigned long long)(uintptr_t)va_arg(arguments, void *));
			put_padded(out, text, 0, strlen(text), how.width, how.left);
			break;
		default:
			/* Nothing that is known: it is shown as it stands. */
			while (start < i)
				put(out, at(format, wide_format, start++));
		}
	}
}

/* Room for no end is an end of it that no text reaches; `sprintf` has it. */
static int print_into(void *to, size_t room, int wide, const void *format, va_list arguments)
{
	struct out out = { to, room, 0, wide };
	va_list copy;

	va_copy(copy, arguments);
	wdf_sim_c_format(&out, format, copy);
	va_end(copy);
	if (out.length < room) {
		if (wide)
			((uint16_t *)to)[out.length] = 0;
		else
			((char *)to)[out.length] = 0;
	}
	return out.length > room ? -1 : (int)out.length;
}

/* How long the text would be. */
static int measure(int wide, const void *format, va_list arguments)
{
	struct out out = { NULL, 0, 0, wide };
	va_list copy;

	va_copy(copy, arguments);
	wdf_sim_c_format(&out, format, copy);
	va_end(copy);
	return (int)out.length;
}

#define WITH_ARGUMENTS(last, result)         \
	va_list arguments;                   \
	va_start(arguments, last);           \
	int length = (result);               \
	va_end(arguments);                   \
	return length

int _vsnprintf(char *to, size_t room, const char *format, va_list arguments)
{
	return print_into(to, room, 0, format, arguments);
}

int _snprintf(char *to, size_t room, const char *format, ...)
{
	WITH_ARGUMENTS(format, print_into(to, room, 0, format, arguments));
}

int _vscprintf(const char *format, va_list arguments)
{
	return measure(0, format, arguments);
}

int _scprintf(const char *format, ...)
{
	WITH_ARGUMENTS(format, measure(0, format, arguments));
}

int _vsnwprintf(uint16_t *to, size_t room, const uint16_t *format, va_list arguments)
{
	return print_into(to, room, 1, format, arguments);
}

int _snwprintf(uint16_t *to, size_t room, const uint16_t *format, ...)
{
	WITH_ARGUMENTS(format, print_into(to, room, 1, format, arguments));
}

int _vscwprintf(const uint16_t *format, va_list arguments)
{
	return measure(1, format, arguments);
}

int _scwprintf(const uint16_t *format, ...)
{
	WITH_ARGUMENTS(format, measure(1, format, arguments));
}

int _swprintf(uint16_t *to, const uint16_t *format, ...)
{
	WITH_ARGUMENTS(format, print_into(to, SIZE_MAX, 1, format, arguments));
}

/*
 * The C library's names, which the rest of the program may use too: a driver's call means the kernel's functions, any
 * other the host's.
 */
int vsprintf(char *to, const char *format, va_list arguments)
{
	if (!wdf_sim_c_in_driver())
		return vsnprintf(to, INT32_MAX, format, arguments);
	return print_into(to, SIZE_MAX, 0, format, arguments);
}

int sprintf(char *to, const char *format, ...)
{
	WITH_ARGUMENTS(format, vsprintf(to, format, arguments));
}

uint32_t vDbgPrintExWithPrefix(const char *prefix, uint32_t component, uint32_t level, const char *format,
			       va_list arguments)
{
	char text[LONGEST];
	struct out out = { text, sizeof text, 0, 0 };
	va_list copy;
	(void)component;
	(void)level;
	for (; *prefix; prefix++)
		put(&out, (uint8_t)*prefix);
	va_copy(copy, arguments);
	wdf_sim_c_format(&out, format, copy);
	va_end(copy);
	wdf_sim_c_print(text, out.length < sizeof text ? out.length : sizeof text);
	return 0;
}

uint32_t vDbgPrintEx(uint32_t component, uint32_t level, const char *format, va_list arguments)
{
	return vDbgPrintExWithPrefix("", component, level, format, arguments);
}

uint32_t DbgPrint(const char *format, ...)
{
	WITH_ARGUMENTS(format, (int)vDbgPrintEx(0, 0, format, arguments));
}

uint32_t DbgPrintEx(uint32_t component, uint32_t level, const char *format, ...)
{
	WITH_ARGUMENTS(format, (int)vDbgPrintEx(component, level, format, arguments));
}
