"""The room, below `/<gemeente>/`: phones, the facilitator's console and the big screen."""

from live.console_urls import urlpatterns as console
from live.phone_urls import urlpatterns as phone
from live.screen_urls import urlpatterns as screen
from live.stand_urls import urlpatterns as stand
from live.talk_urls import urlpatterns as talk

app_name = "live"

urlpatterns = [*stand, *phone, *console, *talk, *screen]
