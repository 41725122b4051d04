#include <stdio.h>

int main(void)
{
	puts("understudy " UNDERSTUDY_VERSION);
	return 0;
}
