"""What every gunicorn of the site has, started in this folder; processes, threads and address come from its command."""

# By default gunicorn takes SCRIPT_NAME and PATH_INFO from headers of requests that come from its own machine; the proxy
# in front, which stands there, passes on what a visitor sends.
forwarder_headers = ""
control_socket_disable = True
