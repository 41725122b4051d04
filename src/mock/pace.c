/* Who is asked first how often: the command line or the scenario, then the contract. */
#include "mock/pace.h"

#include "contract/hints.h"
#include "mock/outgoing.h"

int64_t mock_interval_of(const struct mock_pace *p, const struct channel *ch, enum role role)
{
	int64_t wanted;

	for (size_t i = 0; i < p->n_intervals; i++)
		if (slice_eq(p->intervals[i].channel, ch->name) ||
		    slice_eq(p->intervals[i].channel, ch->address))
			return p->intervals[i].every_us;
	if (p->every_us || !p->usual_us)
		return p->every_us;
	wanted = hints_interval(ch, channel_sender(ch, role, true));
	return wanted ? wanted : p->usual_us;
}
