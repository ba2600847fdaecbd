package dev.gongrelay.simulator;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Runs Adobe's S3Mock on loopback alone, and answers with its port. S3Mock always opens a second connector, on all
 * interfaces (S3Mock 5.2.0, S3MockConfiguration); that one is stopped here, by Tomcat's management beans.
 */
final class S3MockMain {
    private S3MockMain() {}

    public static void main(String[] arguments) throws Exception {
        Class.forName("com.adobe.testing.s3mock.S3MockApplication")
                .getMethod("main", String[].class)
                .invoke(null, (Object) arguments);
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName connector : beans.queryNames(new ObjectName("*:type=Connector,*"), null)) {
            if (connector.getKeyProperty("address") == null) {
                beans.invoke(connector, "stop", new Object[0], new String[0]);
                beans.invoke(connector, "destroy", new Object[0], new String[0]);
            } else {
                Tether.answer(String.valueOf(beans.getAttribute(connector, "localPort")));
            }
        }
    }
}
