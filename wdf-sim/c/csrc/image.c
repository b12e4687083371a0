/* Where the driver's static data is, if the program gathered it with image.ld. */

extern char __start_wdf_sim_image[] __attribute__((weak));
extern char __stop_wdf_sim_image[] __attribute__((weak));

void wdf_sim_c_image(char **begin, char **end);

void wdf_sim_c_image(char **begin, char **end)
{
	*begin = __start_wdf_sim_image;
	*end = __stop_wdf_sim_image;
}
