/*
 * DbgPrint and its like. A format is the kernel's, not the host's: a long has 32 bits, a wide character 16, and %wZ and
 * %Z print a counted string.
 */

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* The longest text that one call prints, as on Windows. */
enum { LONGEST = 512 };

struct counted {
	uint16_t length, maximum_length;
	void *buffer;
};

struct out {
	char *text;
	size_t room, length;
	/* The format is one of 16-bit characters: %s is too. */
	int wide;
};

void wdf_sim_c_print(const char *text, size_t length);
int _vsnprintf(char *to, size_t room, const char *format, va_list arguments);
int _snprintf(char *to, size_t room, const char *format, ...);
int _vsnwprintf(uint16_t *to, size_t room, const uint16_t *format, va_list arguments);
int _snwprintf(uint16_t *to, size_t room, const uint16_t *format, ...);
uint32_t vDbgPrintEx(uint32_t component, uint32_t level, const char *format, va_list arguments);
uint32_t vDbgPrintExWithPrefix(const char *prefix, uint32_t component, uint32_t level, const char *format,
			       va_list arguments);
uint32_t DbgPrint(const char *format, ...);
uint32_t DbgPrintEx(uint32_t component, uint32_t level, const char *format, ...);

static void put(struct out *out, char c)
{
	if (out->length < out->room)
		out->text[out->length] = c;
	out->length++;
}

static void put_padded(struct out *out, const char *text, size_t length, int width, int left)
{
	size_t fill = width > 0 && (size_t)width > length ? (size_t)width - length : 0;
	for (size_t i = 0; !left && i < fill; i++)
		put(out, ' ');
	for (size_t i = 0; i < length; i++)
		put(out, text[i]);
	for (size_t i = 0; left && i < fill; i++)
		put(out, ' ');
}

/* 16-bit characters: what is not ASCII becomes a question mark. */
static void put_wide(struct out *out, const uint16_t *text, size_t length, int width, int left)
{
	char narrow[LONGEST];
	if (length > sizeof narrow)
		length = sizeof narrow;
	for (size_t i = 0; i < length; i++)
		narrow[i] = text[i] < 0x80 ? (char)text[i] : '?';
	put_padded(out, narrow, length, width, left);
}

enum size { PLAIN, SHORT, BYTE, LONG32, WIDE64, WIDE_CHARACTER };

static void print(struct out *out, const char *format, va_list arguments)
{
	while (*format) {
		if (*format != '%') {
			put(out, *format++);
			continue;
		}
		const char *start = format++;
		char flags[8] = "";
		size_t flag_count = 0;
		int left = 0, width = 0, precision = -1;
		while (*format && strchr("-+ #0", *format)) {
			left |= *format == '-';
			if (flag_count < sizeof flags - 1)
				flags[flag_count++] = *format;
			format++;
		}
		flags[flag_count] = 0;
		if (*format == '*') {
			width = va_arg(arguments, int);
			if (width < 0)
				left = 1, width = -width;
			format++;
		} else {
			while (*format >= '0' && *format <= '9')
				width = width * 10 + (*format++ - '0');
		}
		if (*format == '.') {
			format++;
			precision = 0;
			if (*format == '*') {
				precision = va_arg(arguments, int);
				format++;
			} else {
				while (*format >= '0' && *format <= '9')
					precision = precision * 10 + (*format++ - '0');
			}
		}
		enum size size = PLAIN;
		if (strncmp(format, "I64", 3) == 0)
			size = WIDE64, format += 3;
		else if (strncmp(format, "I32", 3) == 0)
			size = LONG32, format += 3;
		else if (strncmp(format, "ll", 2) == 0)
			size = WIDE64, format += 2;
		else if (strncmp(format, "hh", 2) == 0)
			size = BYTE, format += 2;
		else if (*format == 'l')
			size = LONG32, format++;
		else if (*format == 'w')
			size = WIDE_CHARACTER, format++;
		else if (*format == 'h')
			size = SHORT, format++;
		else if (*format && strchr("Izjt", *format))
			size = WIDE64, format++;

		char kind = *format ? *format++ : 0;
		char narrow[LONGEST], host[32];
		switch (kind) {
		case '%':
			put(out, '%');
			break;
		case 'c':
		case 'C': {
			int c = va_arg(arguments, int);
			char one = c >= 0 && c < 0x80 ? (char)c : '?';
			put_padded(out, &one, 1, width, left);
			break;
		}
		case 'Z': {
			const struct counted *string = va_arg(arguments, const struct counted *);
			if (!string || !string->buffer)
				put_padded(out, "(null)", 6, width, left);
			else if (size == WIDE_CHARACTER || size == LONG32)
				put_wide(out, string->buffer, string->length / 2u, width, left);
			else
				put_padded(out, string->buffer, string->length, width, left);
			break;
		}
		case 's':
		case 'S': {
			int wide = size == WIDE_CHARACTER || size == LONG32;
			if (size == PLAIN)
				wide = (kind == 'S') != out->wide;
			const void *text = va_arg(arguments, const void *);
			size_t length = 0, most = precision < 0 ? SIZE_MAX : (size_t)precision;
			if (!text) {
				put_padded(out, "(null)", 6, width, left);
			} else if (wide) {
				while (length < most && ((const uint16_t *)text)[length])
					length++;
				put_wide(out, text, length, width, left);
			} else {
				while (length < most && ((const char *)text)[length])
					length++;
				put_padded(out, text, length, width, left);
			}
			break;
		}
		case 'd':
		case 'i':
		case 'u':
		case 'x':
		case 'X':
		case 'o': {
			int is_signed = kind == 'd' || kind == 'i';
			long long value;
			if (size == WIDE64)
				value = va_arg(arguments, long long);
			else if (is_signed)
				value = va_arg(arguments, int);
			else
				value = va_arg(arguments, unsigned);
			if (size == SHORT)
				value = is_signed ? (long long)(short)value : (long long)(unsigned short)value;
			if (size == BYTE)
				value = is_signed ? (long long)(signed char)value : (long long)(unsigned char)value;
			if (precision >= 0)
				snprintf(host, sizeof host, "%%%s%d.%dll%c", flags, width, precision, kind);
			else if (width)
				snprintf(host, sizeof host, "%%%s%dll%c", flags, width, kind);
			else
				snprintf(host, sizeof host, "%%%sll%c", flags, kind);
			snprintf(narrow, sizeof narrow, host, value);
			put_padded(out, narrow, strlen(narrow), 0, 0);
			break;
		}
		case 'p':
			snprintf(narrow, sizeof narrow, "%016llX",
				 (unsigned long long)(uintptr_t)va_arg(arguments, void *));
			put_padded(out, narrow, strlen(narrow), width, left);
			break;
		default:
			/* Nothing that is known: it is shown as it stands. */
			while (start < format)
				put(out, *start++);
		}
	}
}

int _vsnprintf(char *to, size_t room, const char *format, va_list arguments)
{
	struct out out = { to, room, 0, 0 };
	va_list copy;
	va_copy(copy, arguments);
	print(&out, format, copy);
	va_end(copy);
	if (out.length < room)
		to[out.length] = 0;
	return out.length > room ? -1 : (int)out.length;
}

int _snprintf(char *to, size_t room, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	int length = _vsnprintf(to, room, format, arguments);
	va_end(arguments);
	return length;
}

/* The same for 16-bit characters, of which those that are not ASCII become question marks. */
int _vsnwprintf(uint16_t *to, size_t room, const uint16_t *format, va_list arguments)
{
	char narrow[LONGEST], text[2 * LONGEST];
	struct out out = { text, sizeof text, 0, 1 };
	va_list copy;
	size_t length = 0;
	for (; format[length] && length < sizeof narrow - 1; length++)
		narrow[length] = format[length] < 0x80 ? (char)format[length] : '?';
	narrow[length] = 0;
	va_copy(copy, arguments);
	print(&out, narrow, copy);
	va_end(copy);
	length = out.length < sizeof text ? out.length : sizeof text;
	for (size_t i = 0; i < length && i < room; i++)
		to[i] = (unsigned char)text[i];
	if (length < room)
		to[length] = 0;
	return length > room ? -1 : (int)length;
}

int _snwprintf(uint16_t *to, size_t room, const uint16_t *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	int length = _vsnwprintf(to, room, format, arguments);
	va_end(arguments);
	return length;
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
		put(&out, *prefix);
	va_copy(copy, arguments);
	print(&out, format, copy);
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
	va_list arguments;
	va_start(arguments, format);
	vDbgPrintEx(0, 0, format, arguments);
	va_end(arguments);
	return 0;
}

uint32_t DbgPrintEx(uint32_t component, uint32_t level, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vDbgPrintEx(component, level, format, arguments);
	va_end(arguments);
	return 0;
}
